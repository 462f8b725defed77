"""Settings come from the environment over verifier.toml over defaults; a mistake is said, not swallowed."""

from __future__ import annotations

import dataclasses
from ipaddress import ip_network
from pathlib import Path

import pytest

from verifier.errors import SettingsError
from verifier.settings import PREFIX, Settings, environment_for, explain_settings, load_settings


def load(environ: dict[str, str] | None = None, toml: str | None = None, folder: Path | None = None) -> Settings:
    config = None
    if toml is not None and folder is not None:
        config = folder / "verifier.toml"
        config.write_text(toml, "utf-8")
    return load_settings(environ or {}, config or Path("/nonexistent/verifier.toml"))


def test_defaults_name_the_wayback_machine_first() -> None:
    archives = load().archives
    assert archives[0].name == "Wayback Machine"
    assert "{timestamp}id_/{url}" in archives[0].replay


def test_a_misspelt_name_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(SettingsError) as caught:
        load({"VERIFIER_REDDIS_URL": "redis://x"})
    assert "VERIFIER_REDDIS_URL" in caught.value.message
    assert "VERIFIER_REDIS_URL" in caught.value.advice


def test_a_misspelt_name_in_the_file_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATADIR"):
        load(toml='datadir = "/x"', folder=tmp_path)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    config = tmp_path / "verifier.toml"
    config.write_text("per_host_delay_s = 3.5\nmax_redirects = 2\n", "utf-8")
    settings = load_settings({"VERIFIER_PER_HOST_DELAY_S": "0.25"}, config)
    assert (settings.per_host_delay_s, settings.max_redirects) == (0.25, 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_BODY_BYTES", "many"),
        ("MAX_BODY_BYTES", "-1"),
        ("FETCH_DEADLINE_S", "soon"),
        ("FETCH_DEADLINE_S", "nan"),
        ("LEASE_S", "inf"),
        ("LEASE_S", "0"),
        ("MAX_ATTEMPTS", "0"),
        ("NIGHTLY_HOUR_UTC", "24"),
        ("ALLOW_NETWORKS", "127.0.0.1/40"),
        ("ALLOW_NETWORKS", "localhost"),
        ("FINDERS", "linked google"),
        ("FINDERS", "[7]"),
        ("GDELT_DELAY_S", "31"),
        ("HEADLINES_DEADLINE_S", "900"),
        ("ARCHIVES", "{}"),
        ("ARCHIVES", "not json"),
        ("ARCHIVES", '[{"name": "a", "cdx": "http://a/", "replay": "http://a/{url}"}]'),
        ("ARCHIVES", '[{"name": "a", "cdx": "http://a/"}]'),
        ("ARCHIVES", '[{"name": "a", "cdx": "c", "replay": "{timestamp}{url}", "colour": "red"}]'),
        ("ARCHIVES", '[{"name": "a", "replay": "{timestamp}{url}"}]'),
        ("ARCHIVES", '[{"name": "a", "timegate": "http://a/", "replay": "http://a/{url}"}]'),
        ("ARCHIVES", '[{"name": "a", "timegate": "http://a/", "per_minute": 0}]'),
        ("ARCHIVES", '[{"name": "a", "timegate": "http://a/", "copies_per_minute": "many"}]'),
        ("ARCHIVES", '[{"name": "a", "timegate": "http://a/", "per_minute": "60"}]'),
    ],
)
def test_a_value_that_cannot_be_used_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=PREFIX + name):
        load({PREFIX + name: value})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RETENTION_DAYS", "abc", "='abc' cannot be used: it must be a whole number from 0 to 36500"),
        ("RETENTION_DAYS", "1_0", "it must be a whole number from 0 to 36500"),
        ("MAX_BODY_BYTES", "1e9", "it must be a whole number from 1"),
        ("FETCH_DEADLINE_S", "1e400", "it must be a number from 0.001"),
        ("ARCHIVES", "zzz", "it must be a JSON list, and it makes no sense at line 1, column 1"),
        ("ARCHIVES", "[1]", "archive 1 must be an object"),
        ("ARCHIVES", '[{"cdx": "http://a/"}]', "archive 1 must have a name"),
        ("ARCHIVES", '[{"name": "a", "bogus": 1}]', "archive 1 has 'bogus'; there are name, cdx, replay"),
        ("ARCHIVES", '[{"name": "a", "timegate": 3}]', "the timegate of 'a': it must be text"),
        ("ARCHIVES", '[{"name": "a", "timegate": "here"}]', "the timegate of 'a': it must be an address"),
        ("ALLOW_NETWORKS", "here", "'here' is no network; write it like 10.1.0.0/16"),
        ("ALLOW_NETWORKS", "10.0.0.1/8", "the network is 10.0.0.0/8"),
        ("ALLOW_NETWORKS", "[7]", "it must be a list of networks"),
        ("COUNTED_KINDS", "[1", "it must be a JSON list, and it makes no sense at line 1, column 3"),
        ("SCORER", "best", "it must be embedded, onnx:PATH or llm"),
        ("SCORER", "onnx:", "it must be embedded, onnx:PATH or llm"),
        ("DATA_DIR", "~nobody-of-that-name/x", "nobody of that name has a home folder here"),
        ("OUTLETS", "~nobody-of-that-name/x", "nobody of that name has a home folder here"),
        ("LLM_URL", "127.0.0.1:11434/v1", "it must be an address that starts with http:// or https://"),
        ("SERVER_URL", "http://", "it must be an address that starts with http:// or https://"),
        ("REDIS_URL", "redis://h:port/0", "it must be an address that starts with redis://, rediss:// or unix://"),
        ("REDIS_URL", "http://h:6379/0", "it must be an address that starts with redis://, rediss:// or unix://"),
        ("API_KEY", "sésame", "it must be one line of letters, digits and signs of ASCII"),
    ],
)
def test_what_a_value_must_be_is_said_in_plain_words(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({PREFIX + name: value})
    assert caught.value.message.startswith(PREFIX + name)
    assert said in caught.value.message
    assert caught.value.advice.startswith("Mend it")


@pytest.mark.parametrize(
    ("name", "value"), [("REDIS_URL", "http://:sesame@h/0"), ("LLM_URL", "ftp://a:sesame@h"), ("LLM_KEY", "sesame\n1")]
)
def test_a_value_that_may_hold_a_secret_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=PREFIX + name) as caught:
        load({PREFIX + name: value})
    assert "sesame" not in caught.value.message + caught.value.advice


@pytest.mark.parametrize(
    "line",
    ["retention_days = true", "data_dir = 7", "llm_url = []", "allow_networks = 3", "archives = 3", "scorer = {}"],
)
def test_a_value_of_another_type_in_the_file_is_refused_too(line: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be used: it must be"):
        load(toml=line, folder=tmp_path)


@pytest.mark.parametrize(
    "url",
    ["redis://", "redis://:p@h:6379/0", "rediss://h", "unix:///run/my valkey.sock", "redis://h:1/0?socket_timeout=3"],
)
def test_the_address_of_a_store_may_be_any_that_clients_take(url: str) -> None:
    assert load({"VERIFIER_REDIS_URL": url}).redis_url == url


def test_archives_are_read_from_json() -> None:
    text = '[{"name": "Ours", "cdx": "http://a/cdx", "replay": "http://a/{timestamp}/{url}"}]'
    (archive,) = load({"VERIFIER_ARCHIVES": text}).archives
    assert (archive.name, archive.timegate) == ("Ours", None)
    assert load({"VERIFIER_ARCHIVES": "[]"}).archives == ()


def test_a_timegate_is_enough_of_an_archive_and_its_budget_changes_no_verdict() -> None:
    bare, slow = (
        load({"VERIFIER_ARCHIVES": f'[{{"name": "Ours", "timegate": "http://a/"{more}}}]'})
        for more in ("", ', "per_minute": 6, "copies_per_minute": 30')
    )
    assert (slow.archives[0].per_minute, slow.archives[0].copies_per_minute) == (6, 30)
    assert bare.digest() == slow.digest() != load().digest()


@pytest.mark.parametrize("text", ["gdelt, linked", "linked gdelt", '["gdelt", "linked"]'])
def test_finders_are_named_in_any_order_and_asked_in_ours(text: str) -> None:
    assert load({"VERIFIER_FINDERS": text}).finders == ("linked", "gdelt")
    assert load({"VERIFIER_FINDERS": "none"}).finders == ()


def test_what_is_looked_for_and_where_is_part_of_the_digest_but_no_key() -> None:
    bare = load()
    assert bare.digest() != dataclasses.replace(bare, finders=()).digest()
    one, other = (dataclasses.replace(bare, brave_key=key) for key in ("sesame", "barley"))
    assert one.digest() == other.digest() != bare.digest()


@pytest.mark.parametrize("text", ["127.0.0.1/32, ::1/128", "127.0.0.1/32 ::1/128", '["127.0.0.1/32", "::1/128"]'])
def test_networks_may_be_written_in_several_ways(text: str) -> None:
    expected = (ip_network("127.0.0.1/32"), ip_network("::1/128"))
    assert load({"VERIFIER_ALLOW_NETWORKS": text}).allow_networks == expected


def test_a_broken_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"verifier\.toml"):
        load(toml="= nonsense", folder=tmp_path)
    with pytest.raises(SettingsError, match=r"it is no TOML at line 2, column 1"):
        load(toml="retention_days = 90\n= nonsense", folder=tmp_path)


def test_every_setting_explains_itself_and_secrets_are_masked() -> None:
    keys = ("LLM_KEY", "BRAVE_KEY", "MEDIACLOUD_KEY")
    given = {PREFIX + name: "sesame" for name in keys}
    rows = {row.name: row for row in explain_settings(given, Path("/nonexistent"))}
    assert set(rows) == {PREFIX + spec.name.upper() for spec in dataclasses.fields(Settings)}
    assert all(row.doc for row in rows.values())
    assert all("sesame" not in rows[name].value for name in given)
    assert rows["VERIFIER_LLM_KEY"].origin == "environment"


def test_the_digest_changes_with_what_a_verdict_depends_on_and_with_nothing_else() -> None:
    settings = load()
    assert settings.digest() != dataclasses.replace(settings, archives=()).digest()
    assert settings.digest() == dataclasses.replace(settings, per_host_delay_s=9.0).digest()


def test_a_process_of_ours_sees_the_same_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings(redis_url="unix:///x.sock", data_dir=tmp_path)
    environ = environment_for(settings)
    again = load_settings(environ, Path("/nonexistent"))
    assert (again.redis_url, again.data_dir) == ("unix:///x.sock", tmp_path)


def test_the_model_of_a_scorer_is_named_by_its_whole_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load({"VERIFIER_SCORER": "onnx:models/nli"})
    assert settings.scorer == f"onnx:{tmp_path / 'models' / 'nli'}"
    assert environment_for(settings)["VERIFIER_SCORER"] == settings.scorer
    assert load({"VERIFIER_SCORER": " llm "}).scorer == "llm"


def test_limits_are_named_with_their_units() -> None:
    for spec in dataclasses.fields(Settings):
        if isinstance(spec.default, float):
            assert spec.name.endswith("_s"), spec.name


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    empty = load({PREFIX + name: "" for name in ("DATA_DIR", "REDIS_URL", "ARCHIVES", "MAX_BODY_BYTES", "LLM_KEY")})
    assert empty == load({})


def test_a_settings_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no settings file"):
        load_settings({"VERIFIER_CONFIG": str(tmp_path / "nowhere.toml")})


def test_the_data_folder_is_not_relative_to_where_one_happens_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert load({}).data_dir.is_absolute()
    assert "relative" not in load({}).data_dir.parts
