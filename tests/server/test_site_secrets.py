"""The secrets of the site: made once, one key a purpose, and sealed to their place."""

from pathlib import Path

import pytest

from codeward.adapters.keys import KeyProviderError
from codeward.safeguards.encryption import EnvelopeError
from codeward_server.configuration import SiteConfiguration, configuration
from codeward_server.site_secrets import Purpose, SiteSecretsError, make_site, open_site


@pytest.fixture
def site(tmp_path: Path) -> SiteConfiguration:
    made = configuration({"CODEWARD_SITE": str(tmp_path / "site")})
    assert make_site(made)
    return made


def test_a_site_is_made_once_and_its_keys_stay(site: SiteConfiguration) -> None:
    before = open_site(site).key(Purpose.SIGNING)
    assert not make_site(site)
    assert open_site(site).key(Purpose.SIGNING) == before


def test_everything_of_it_is_for_its_owner_only(site: SiteConfiguration) -> None:
    open_site(site)
    for path in (site.folder, *site.folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_each_purpose_has_a_key_of_its_own(site: SiteConfiguration) -> None:
    secrets = open_site(site)
    assert len({secrets.key(purpose) for purpose in Purpose}) == len(Purpose)


def test_what_is_sealed_for_one_purpose_opens_for_no_other(site: SiteConfiguration) -> None:
    secrets = open_site(site)
    text = secrets.seal(Purpose.SESSIONS, "session", b"value")
    assert secrets.open(Purpose.SESSIONS, "session", text) == b"value"
    for purpose, thing in ((Purpose.SECOND_FACTORS, "session"), (Purpose.SESSIONS, "other")):
        secrets.key(purpose)
        with pytest.raises(EnvelopeError):
            secrets.open(purpose, thing, text)


@pytest.mark.parametrize("text", ["", "no base64 ~", "AAAA"])
def test_what_is_no_sealed_text_is_told(site: SiteConfiguration, text: str) -> None:
    with pytest.raises(EnvelopeError):
        open_site(site).open(Purpose.SESSIONS, "session", text)


def test_a_site_that_was_never_started_says_how_to(tmp_path: Path) -> None:
    with pytest.raises(SiteSecretsError, match="codeward serve"):
        open_site(configuration({"CODEWARD_SITE": str(tmp_path)}))


def test_another_passphrase_opens_nothing(site: SiteConfiguration) -> None:
    site.passphrase_file.write_bytes(b"some other invented phrase\n")
    with pytest.raises(KeyProviderError, match="another passphrase"):
        open_site(site)
