"""What `codeward server check` finds unsafe, and when the server refuses to start."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from codeward_server.commands import UnsafeSiteError, refuse_unsafe, server
from codeward_server.configuration import SiteConfiguration, configuration
from codeward_server.site_secrets import make_site, open_site
from codeward_server.unsafe import unsafe_settings


@pytest.fixture
def site(tmp_path: Path) -> SiteConfiguration:
    """A site that was started once, with its passphrase elsewhere."""
    elsewhere = tmp_path / "mount" / "passphrase"
    elsewhere.parent.mkdir(mode=0o700)
    elsewhere.write_bytes(b"four invented words here\n")
    elsewhere.chmod(0o600)
    made = configuration(
        {
            "CODEWARD_SITE": str(tmp_path / "site"),
            "CODEWARD_HOSTS": "codes.example",
            "CODEWARD_PASSPHRASE_FILE": str(elsewhere),
        }
    )
    make_site(made)
    open_site(made)
    return made


def ids(site: SiteConfiguration) -> list[str]:
    return [one.id for one in unsafe_settings(site)]


def test_a_site_made_by_us_has_nothing_that_blocks(site: SiteConfiguration) -> None:
    assert ids(site) == ["SRV006"]
    refuse_unsafe(site)


def test_a_passphrase_beside_its_keys_is_advised_against(tmp_path: Path) -> None:
    alone = configuration({"CODEWARD_SITE": str(tmp_path / "site")})
    make_site(alone)
    assert ids(alone) == ["SRV005"]


@pytest.mark.parametrize("what", ["folder", "key_file", "passphrase_file", "keystore"])
def test_what_others_can_read_blocks(site: SiteConfiguration, what: str) -> None:
    path: Path = getattr(site, what)
    path.chmod(0o755)
    assert ids(site)[0] == "SRV004"
    with pytest.raises(UnsafeSiteError, match="chmod"):
        refuse_unsafe(site)


def test_a_database_that_others_can_read_blocks(site: SiteConfiguration) -> None:
    database = Path(site.database.name)
    database.touch(mode=0o600)
    assert "SRV003" not in ids(site)
    database.chmod(0o644)
    assert "SRV003" in ids(site)


def test_every_host_name_blocks(tmp_path: Path) -> None:
    site = configuration({"CODEWARD_SITE": str(tmp_path), "CODEWARD_HOSTS": "*"})
    assert "SRV001" in ids(site)


@pytest.mark.parametrize(
    ("host", "options", "blocks"),
    [
        ("db.example", "", True),
        ("db.example", "?sslmode=require", True),
        ("db.example", "?sslmode=verify-full", False),
        ("localhost", "", False),
    ],
)
def test_a_distant_database_needs_verified_tls(
    tmp_path: Path, host: str, options: str, blocks: bool
) -> None:
    url = f"postgresql://u:p@{host}/codes{options}"
    site = configuration({"CODEWARD_SITE": str(tmp_path), "DATABASE_URL": url})
    assert ("SRV002" in ids(site)) is blocks


def test_a_demonstration_starts_all_the_same(tmp_path: Path) -> None:
    refuse_unsafe(
        configuration({"CODEWARD_SITE": str(tmp_path), "CODEWARD_HOSTS": "*", "CODEWARD_DEMO": "1"})
    )


@pytest.mark.parametrize(("hosts", "code", "told"), [("*", 1, "refused"), ("a", 0, "nothing")])
def test_the_command_tells_it_and_its_exit_code_says_whether_it_blocks(
    tmp_path: Path, hosts: str, code: int, told: str
) -> None:
    environment = {"CODEWARD_SITE": str(tmp_path / "none"), "CODEWARD_HOSTS": hosts}
    result = CliRunner().invoke(server, ["check"], env=environment)
    assert (result.exit_code, told in result.output) == (code, True)
    as_json = CliRunner().invoke(server, ["check", "--json"], env=environment)
    assert as_json.output.startswith("[")
