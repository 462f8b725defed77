(function () {
  "use strict";
  var box = document.getElementById("progress");
  if (!box || box.hasAttribute("data-ended")) { return; }
  var here = box.getAttribute("data-status"), etag = null;
  function show(status) {
    var bar = document.getElementById("bar"), words = document.getElementById("words");
    document.getElementById("state").textContent = status.state;
    if (status.progress.citations) {
      bar.max = status.progress.citations;
      bar.value = status.progress.done;
      words.textContent = status.progress.done + " of " + status.progress.citations + " citations checked";
    }
    if (["done", "failed", "cancelled"].indexOf(status.state) >= 0) { location.reload(); return true; }
    return false;
  }
  function again(pause) { setTimeout(ask, pause); }
  function ask() {
    var headers = { Accept: "application/json" };
    if (etag) { headers["If-None-Match"] = etag; }
    fetch(here + "?wait=20", { headers: headers, cache: "no-store" }).then(function (answer) {
      if (answer.status === 304) { return again(200); }
      if (!answer.ok) { return again(5000); }
      etag = answer.headers.get("ETag");
      return answer.json().then(function (status) { if (!show(status)) { again(200); } });
    }).catch(function () { again(5000); });
  }
  ask();
})();
