"""What a whole validation can be asked for: SNIP types, sizes, code lists, partner profiles."""

from datetime import date

import pytest

from codeward.formats.x12 import (
    CodeList,
    PartnerProfile,
    ProfileError,
    RememberedLists,
    read_profile,
    validate,
)
from codeward.formats.x12.cases import base
from codeward.model import Severity
from tests.unit.formats.x12.bases import broken, institutional, professional, remittance

DENTAL_CLAIM = "CLM*C{n}*150***11:B:1*Y*A*Y*Y~DTP*472*D8*20261020~LX*1~SV3*AD:D0001*150****1~"


def _rules(data: bytes, **options: object) -> list[str]:
    return [one.rule for one in validate([data], **options).findings]  # type: ignore[arg-type] - the options of validate


def test_only_the_snip_types_asked_for_are_judged() -> None:
    data = broken(professional(), "CLM*C1*300", "CLM*C1*301")
    assert _rules(data, types=frozenset({3})) == ["P837-027"]
    assert _rules(data, types=frozenset({1, 2, 4, 5, 6, 7})) == []


def test_a_claim_holds_at_most_fifty_lines() -> None:
    line = "LX*{n}~SV1*HC:J0696*{m}*UN*4***3~DTP*472*D8*20261020~"
    many = "".join(line.format(n=n, m=100 if n == 2 else 0) for n in range(2, 52))
    old = "LX*2~SV1*HC:J0696*100*UN*4***3~DTP*472*D8*20261020~"
    text = base("professional").replace(old, many)
    count = text[text.index("ST*") : text.index("SE*")].count("~") + 1
    text = text.replace("SE*43*", f"SE*{count}*")
    assert _rules(text.encode()) == ["P837-048"]


def test_more_than_five_thousand_claims_in_a_set_are_told() -> None:
    claims = "".join(DENTAL_CLAIM.format(n=n) for n in range(2, 5002))
    text = base("dental").replace("SE*24", claims + "SE*20024")
    assert _rules(text.encode()).count("PENV-005") == 1
    assert "PENV-005" not in _rules(text.replace("CLM*C5001*", "REF*D9*").encode())


class TestCodeLists:
    """Codes are held against lists by their own day."""

    @pytest.mark.parametrize(
        ("segments", "code", "rule"),
        [
            (professional(), "J0190", "P837-043"),
            (institutional(), "02HV33Z", "P837-043"),
            (professional(), "99213", "P837-049"),
            (professional(), "25", "P837-050"),
            (institutional("13"), "99283", "P837-049"),
        ],
    )
    def test_a_code_that_no_list_of_the_day_holds_is_told(
        self, segments: list[str], code: str, rule: str
    ) -> None:
        lists = RememberedLists(lambda _, one, __: one != code)
        told = _rules("".join(segments).encode(), lists=lists)
        assert set(told) == {rule}

    def test_a_list_that_does_not_cover_the_day_says_nothing(self) -> None:
        lists = RememberedLists(lambda *_: None)
        for segments in (professional(), institutional(), remittance()):
            assert _rules("".join(segments).encode(), lists=lists) == []

    def test_a_place_of_service_must_be_on_the_list_of_the_day(self) -> None:
        lists = RememberedLists(lambda which, *_: which is not CodeList.PLACE_OF_SERVICE)
        assert set(_rules("".join(professional()).encode(), lists=lists)) == {"P837-034"}

    def test_a_diagnosis_that_is_not_exempt_needs_its_indicator(self) -> None:
        data = broken(institutional(), "ABF:I10:::::::N", "ABF:I10")
        lists = RememberedLists(lambda which, *_: which is not CodeList.POA_EXEMPT)
        assert _rules(data, lists=lists) == ["P837-068"]
        assert _rules(data) == []

    def test_adjustment_reasons_are_held_against_their_list(self) -> None:
        lists = RememberedLists(lambda _, code, __: code != "45")
        assert _rules("".join(remittance()).encode(), lists=lists) == ["P835-080"] * 2

    def test_the_source_is_asked_once_for_a_code_and_day(self) -> None:
        asked: list[str] = []
        lists = RememberedLists(lambda _, code, __: bool(asked.append(code)) or True)
        day = date(2026, 10, 20)
        assert [lists.knows(CodeList.DIAGNOSIS, "I10", day) for _ in range(3)] == [True] * 3
        assert asked == ["I10"]


class TestPartnerProfile:
    """A profile is an overlay on the guide, as data."""

    def test_a_severity_may_differ(self) -> None:
        data = broken(professional(), "CLM*C1*300", "CLM*C1*301")
        profile = PartnerProfile("Plan", severity={"P837-027": Severity.WARN})
        verdict = validate([data], profile=profile)
        assert [one.severity for one in verdict.findings] == [Severity.WARN]
        assert verdict.accepted

    @pytest.mark.parametrize(
        "text",
        ["name = ", "", 'name = "Plan"\ncolour = "red"', 'name = "Plan"\nmember_id = "["'],
    )
    def test_a_file_that_is_no_profile_is_refused_by_its_name(self, text: str) -> None:
        with pytest.raises(ProfileError, match=r"plan\.toml: no partner profile"):
            read_profile(text.encode(), "plan.toml")


class TestHostileNumbers:
    """Numbers that are none, or longer than any number, are faults and no crash."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("SE*43*0001", f"SE*{'9' * 5000}*0001"),
            ("GE*1*1", f"GE*{'9' * 5000}*1"),
            ("IEA*1*", f"IEA*{'9' * 5000}*"),
            ("HL*3*1*22*1", f"HL*{'9' * 5000}*1*22*1"),
            ("HL*4*3*23*0", f"HL*4*{'9' * 5000}*23*0"),
            ("HL*4*3*23*0", "HL*4*0*23*0"),
            ("SE*43*0001", "SE*4\xb3*0001"),
        ],
    )
    def test_in_counts_and_levels(self, old: str, new: str) -> None:
        assert not validate([base("professional").replace(old, new).encode("latin-1")]).accepted

    def test_in_the_year_of_birth(self) -> None:
        text = base("professional")
        born = text[text.index("DMG*D8*") :][:15]
        found = validate([text.replace(born, "DMG*D8*\xb9955\xb2131").encode("latin-1")]).findings
        assert {one.answer for one in found if one.segment_id == "DMG"} == {"IK4/8"}


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "sNaN", "1E9", "1E999999", "1_000", "\u0663"])
def test_what_only_python_takes_for_a_number_is_a_fault_of_form(text: str) -> None:
    data = "".join(professional()).replace("C1*300", f"C1*{text}").encode("utf-8")
    found = validate([data]).findings
    assert [(one.rule, one.element) for one in found if one.segment_id == "CLM"] == [("IK4/6", 2)]


@pytest.mark.parametrize(
    ("old", "new", "rule", "element"),
    [
        ("*A*000", "*Z*000", "IK4/7", 4),
        ("*A*000", "*A*099", "IK4/7", 5),
        ("*A*000", "*A", "IK4/1", 5),
        ("TA1*000000905", "TA1*905X", "IK4/6", 1),
        ("*0900*A", "*09h0*A", "IK4/6", 3),
        ("*A*000", "*A*000*", "IK3/8", None),
    ],
)
def test_a_ta1_is_held_to_its_form(old: str, new: str, rule: str, element: int | None) -> None:
    data = base("interchange_acknowledgement").replace(old, new)
    found = validate([data.encode()]).findings
    assert [(one.rule, one.segment_id, one.element) for one in found] == [(rule, "TA1", element)]


def test_a_ta1_names_its_interchange_without_leading_zeros() -> None:
    data = base("interchange_acknowledgement").replace("TA1*000000905", "TA1*905")
    assert validate([data.encode()]).findings == ()


def test_a_control_number_stands_once_in_a_group() -> None:
    head, body, tail = professional()[:2], professional()[2:-2], professional()[-2:]
    data = "".join([*head, *body, *body, tail[0].replace("GE*1", "GE*2"), tail[1]]).encode()
    found = validate([data])
    assert [(one.rule, one.answer, one.element) for one in found.findings] == [
        ("PENV-003", "IK5/23", 2)
    ]
    assert [one.accepted for one in found.interchanges[0].groups[0].sets] == [True, False]


def test_guide_ids_that_mean_two_sets_are_one_finding() -> None:
    data = "".join(professional()).replace("ST*837*0001*005010X222A1", "ST*837*0001*005010X223A2")
    found = validate([data.encode()])
    assert [(one.rule, one.answer) for one in found.findings] == [("PENV-007", "IK5/I6")]


@pytest.mark.parametrize("mark", ["\x1c", "{", "^", "]", "-"])
def test_a_repetition_may_be_marked_by_any_character(mark: str) -> None:
    data = base("eligibility_inquiry").replace("^", mark).encode("latin-1")
    assert validate([data]).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("99214*200", "99214*2x0", "2000A/2000B/2300/2400"),
        ("99213:25*80.5", "ABCDE:25*80.5", "2000A/2000B/2000C/2300/2400"),
        ("C1*300", "C1*301", "2000A/2000B/2300"),
        ("C2*80.5", "C2*81.5", "2000A/2000B/2000C/2300"),
        ("BHT*0019*00", "BHT*0019*99", "HEADER"),
        ("NM1*40*2*PLAN", "NM1*40*2*", "1000B"),
    ],
)
def test_a_finding_tells_the_way_to_its_loop(old: str, new: str, path: str) -> None:
    found = validate([broken(professional(), old, new)], frozenset({1, 2, 3, 5})).findings
    assert path in {one.path for one in found}
    assert all(one.path.endswith(one.loop) for one in found)
