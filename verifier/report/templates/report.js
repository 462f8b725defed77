(function () {
  "use strict";
  var cards = Array.prototype.slice.call(document.querySelectorAll(".card"));
  function step(by) {
    var here = cards.findIndex(function (card) { return "#" + card.id === location.hash; });
    var next = cards[Math.min(cards.length - 1, Math.max(0, here + by))];
    if (next) { location.hash = next.id; next.focus({ preventScroll: true }); }
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    if (event.key === "j") { step(1); }
    if (event.key === "k") { step(-1); }
  });
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.filter.call(document.querySelectorAll("details"), function (one) { return !one.open; });
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (one) { one.open = false; }); });
  var save = document.getElementById("save");
  save.hidden = false;
  save.addEventListener("click", function () {
    var text = JSON.stringify(JSON.parse(document.getElementById("report-json").textContent), null, 2);
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = save.getAttribute("data-name");
    link.click();
    URL.revokeObjectURL(link.href);
  });
  document.getElementById("keys").hidden = false;
})();
