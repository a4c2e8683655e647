"""The first administrator of an empty site: joins, enrols, finds a code, invites a colleague."""

import base64
import hashlib
import hmac
import struct
import time

from playwright.sync_api import Page, expect

from tests.functional.conftest import Site

PASSWORD = "four invented words here"  # noqa: S105 - of a person that does not exist


def code_of(secret: str) -> str:
    """What an authenticator application shows now (RFC 6238)."""
    if time.time() % 30 > 26:
        time.sleep(4)  # a code at the edge of its time would be refused
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def join(page: Page, link: str) -> None:
    """Follow an invitation up to the recovery codes."""
    page.goto(link)
    page.get_by_label("Account name").fill("ada")
    page.get_by_label("Your name").fill("Ada Invented")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator(".key code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_from_the_link_of_the_start_to_a_code_and_a_colleague(page: Page, site: Site) -> None:
    join(page, site.invitation)
    page.get_by_role("link", name="go on").click()
    page.keyboard.type("heart att")
    expect(page.locator("table.hits")).to_contain_text("I21.9")
    page.get_by_role("link", name="I21.9").click()
    expect(page.get_by_role("heading", name="I21.9")).to_be_visible()

    page.get_by_role("link", name="People").click()
    page.get_by_label("Reason").fill("joins the coding team")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("status")).to_contain_text("/join/")

    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{site.origin}/encoder/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    log = site.output.read_text()
    assert "heart" not in log
    assert PASSWORD not in log
