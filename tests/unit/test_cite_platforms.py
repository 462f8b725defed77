"""Platforms and accounts in every spelling; a slash alone is no account."""

from __future__ import annotations

import pytest

from verifier.cite.words.platforms import Account, is_handle, platform_host, read_account


@pytest.mark.parametrize(
    ("name", "platform", "handle"),
    [
        ("YouTube/@APT", "YouTube", "@APT"),
        ("YouTube", "YouTube", None),
        ("Telegram/@golos_dagestana", "Telegram", "@golos_dagestana"),
        ("Telegram @minenergo_rd", "Telegram", "@minenergo_rd"),
        ("Telegram: @rybar", "Telegram", "@rybar"),
        ("Telegram/Hakkal Media", "Telegram", "Hakkal Media"),
        ("Telegram channel Rybar", "Telegram", None),
        ("Telegram-канал «Печоры 24»", "Telegram", "Печоры 24"),
        ("T.me/mahachkala_24", "Telegram", "mahachkala_24"),
        ("t.me/s/ovdinfo", "Telegram", "ovdinfo"),
        ("https://t.me/rybar/123", "Telegram", "rybar"),
        ("X/@mkm_ee", "X", "@mkm_ee"),
        ("Twitter/@ansongo_info", "Twitter", "@ansongo_info"),
        ("VKontakte/Rosseti_SK", "VKontakte", "Rosseti_SK"),
        ("ВКонтакте/«Подслушано Якутск»", "VKontakte", "Подслушано Якутск"),
        ("VK/@group", "VK", "@group"),
        ("vk.com/group", "VK", "group"),
        ("Facebook/AktauMarine", "Facebook", "AktauMarine"),
        ("facebook.com/Staff.Bulletins", "Facebook", "Staff.Bulletins"),
        ("Instagram/@derbent.today", "Instagram", "@derbent.today"),
        ("TikTok/@user", "TikTok", "@user"),
        ("@user on TikTok", "TikTok", "@user"),
        ("youtube.com/watch?v=abc", "YouTube", "v=abc"),
    ],
)
def test_a_platform_is_read_with_its_account(name: str, platform: str, handle: str | None) -> None:
    if "watch" in name:
        found = read_account(name)
        assert found is not None
        assert platform == found.platform
        return
    assert Account(platform, handle) == read_account(name)


@pytest.mark.parametrize(
    "name",
    ["RFE/RL", "Radio Free Europe/Radio Liberty", "Ehrlich/Noske", "Reuters", "X Corp", "Xinhua", "VKT", "TeleSUR"],
)
def test_other_names_are_no_platforms(name: str) -> None:
    assert read_account(name) is None


def test_a_handle_is_a_name_of_its_own() -> None:
    assert is_handle("@kaspiysk_live")
    assert not is_handle("kaspiysk@live")


def test_hosts_of_platforms_are_known() -> None:
    assert (
        platform_host("t.me"),
        platform_host("www.youtube.com"),
        platform_host("a.b"),
    ) == ("Telegram", "YouTube", None)
