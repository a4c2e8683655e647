"""Small files of each official format, with invented content and invented numbers."""

import io

INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2031</version><title>INDEX TO DISEASES and INJURIES</title>
<letter><title>W</title>
<mainTerm><title>Wobble, wobbling<nemod>(mild) (severe)</nemod> NEC</title><code>R99.8</code>
 <term level="1"><title>knee</title><code>M99.5-</code><manif>M01.X0</manif>
  <term level="2"><title>with fever</title><seeAlso>Fever</seeAlso></term></term>
 <term level="1"><title>head</title><see>Wobble, knee</see></term>
 <term level="1"><title>ring</title><see>Wobble, ring</see></term>
 <term level="1"><title>tail</title><see>condition</see></term></mainTerm>
<mainTerm><title>Wood poisoning</title><seecat>T65</seecat></mainTerm>
</letter></ICD10CM.index>"""

NEOPLASMS = """<ICD10CM.index><version>2031</version><indexHeading><head col="1">Neoplasm</head>
<head col="2">Malignant Primary</head><head col="3">Benign</head></indexHeading>
<letter><title>N</title><mainTerm><title>Neoplasm, neoplastic</title>
<cell col="2">C80.1</cell><cell col="3">-</cell>
<term level="1"><title>knee NEC</title><cell col="2">C40.2-</cell><cell col="3">D16.2</cell></term>
</mainTerm></letter></ICD10CM.index>"""

PCS_TABLES = """<ICD10PCS.tabular><version>2031</version><pcsTable>
<axis pos="1" values="1"><title>Section</title><label code="0">Surgery</label></axis>
<axis pos="2" values="1"><title>Body System</title><label code="D">Gut</label></axis>
<axis pos="3" values="1"><title>Operation</title><label code="W">Wobbling</label>
<definition>Making it wobble</definition></axis>
<pcsRow codes="4"><axis pos="4" values="2"><title>Body Part</title><label code="1">Upper Gut</label>
<label code="2">Lower Gut</label></axis>
<axis pos="5" values="2"><title>Approach</title><label code="0">Open</label>
<label code="3">Percutaneous</label></axis>
<axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
<axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis></pcsRow>
<pcsRow codes="1"><axis pos="4" values="1"><title>Body Part</title><label code="2">Lower Gut</label></axis>
<axis pos="5" values="1"><title>Approach</title><label code="0">Open</label></axis>
<axis pos="6" values="1"><title>Device</title><label code="D">Wobbler</label></axis>
<axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis></pcsRow>
</pcsTable></ICD10PCS.tabular>"""

PCS_INDEX = """<ICD10PCS.index><version>2031</version><letter><title>W</title>
<mainTerm><title>Wobbling</title><see>Wobbling, Gut<tab>0DW</tab></see>
<term level="1"><title>Gut</title><codes>0DW1</codes><code>0DW10ZZ</code></term>
<term level="1"><use>Lower Gut</use></term></mainTerm>
<mainTerm><title>Shaker</title><use>Wobbler</use></mainTerm></letter></ICD10PCS.index>"""

PCS_DEFINITIONS = """<ICD10PCS.definitions><version>2031</version><section code="0"><title>Surgery</title>
<axis pos="3"><title>Operation</title><terms><title>Wobbling</title><definition>Making it wobble</definition>
<explanation>Rare</explanation><includes>Shaking</includes></terms></axis>
<axis pos="4"><title>Body Part</title><terms><title>Lower Gut</title><includes>Bend</includes></terms></axis>
</section><deviceAggregation><aggregate><device>Fine Wobbler</device><operation>Wobbling</operation>
<bodySys>Gut</bodySys><parent value="D">Wobbler</parent></aggregate></deviceAggregation>
</ICD10PCS.definitions>"""

ADDENDA = """Add:         A0011   Wobble of knee
Delete:      A001    Wobble
Revise from: B002    Wobble of heel
Revise to:   B002    Wobble of heel and toe

Codes
  500 codes in icd10cm_order_2030.txt
  500 codes in icd10cm_order_2031.txt
    1 additions
    1 deletions
    1 revisions
"""


def order_line(order: int, code: str, flag: int, short: str, long: str) -> str:
    return f"{order:05} {code:7} {flag} {short:60} {long}\n"


ORDER = (
    order_line(1, "A00", 0, "Wobbles", "Wobbles of all kinds")
    + order_line(2, "A001", 1, "Wobble of knee", "Wobble of the knee")
    + order_line(3, "A002", 1, "Wobble of heel", "Wobble of the heel")
)


def hcpcs_record(
    code: str, kind: str, text: str, sequence: str = "00100", ended: str = "", short: str = "Wob"
) -> str:
    head = f"{code:>5}{sequence}{kind}{text:80}"
    if kind in "48":
        return head + "\n"
    record = f"{head}{short:28}00      A".ljust(229) + "C"
    return record.ljust(268) + f"2030010120310101{ended:8}N\n"


HCPCS = (
    "A notice in prose\n\n"
    + hcpcs_record("A9999", "3", "Wobbling chair,")
    + hcpcs_record("A9999", "4", "with wheels", "00200")
    + hcpcs_record("Q8888", "3", "Old chair", ended="20300630")
    + hcpcs_record("WB", "7", "Wobbly")
)

PTP = """Copyright notice,,,,,,
Column1/Column2 Edits,,,,,,
Column 1,Column 2,* = in existence prior to 1996,Effective Date,Deletion Date * = no data,"Modifier
0=not allowed",PTP Edit Rationale
99991,A9999,,20300101,*,1,Invented
99991,A9999,*,20200101,20291231,0,Invented
"""

MUE = """HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
A9999,2,2 Date of Service Edit: Policy,Invented
99991,0,1 Line Edit,Invented
"""

AOC = """Add_On_Code,AOC_DEL_DT,Primary_Code,Primary_Code_DEL_DT,AOC_Edit_Type,AOC_Edit_EFF_DT,AOC_Edit_DEL_DT,Special_Instruction_Notes
99992,,99991,,1,2030001,,
99993,,CCCCC,,2,2030001,2030365,By contractor
"""

POA = "List of codes exempt from reporting\nCode,Description\nZ99.9,Wobble\nA001,Other wobble\n"
PLACES = "pos_code,pos_type,pos_name,pos_description\n01,Non-Facility,Shop,A shop\n2,Facility,Ward,A ward\n"
CARC = (
    "Code,Description,Start Date,Stop Date\n1,Words,01/01/1995,\nB7,Words,01/01/1995,12/31/2003\n"
)
RARC = "Code,Description\nM1,Words\nMA02,Words\nN130,Words\n"
TAXONOMY = "Code,Grouping,Classification,Specialization,Definition\n207Q00000X,Group,Class,,Words\n"
HCPCS_SHEET = """HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,COV,ADD DT,ACT EFF DT,TERM DT,ACTION CD
A9999,100,3,"Wobbling chair,",Wob,C,20300101,20310101,,N
A9999,200,4,with wheels,,,,,,
WB,100,7,Wobbly,Wob,,20300101,20300101,,N
"""
CPT_CONSOLIDATED = "Concept Id\tCPT Code\tLong\tMedium\tShort\tCurrent Descriptor Effective Date\n1\t99991\tAn invented service of some length\tINVENTED SERVICE\tINV SVC\t20300101\n"
CPT_SHORT = "Notice of the owner\nAnother line of it\n\n99991 INV SVC\n99992 INV OTHER SVC\n"
CM_CONVERSIONS = "Current code assignment\tEffective\tPrevious Code(s) Assignment\nA00.11\t2030\tA00.1\nA00.2\t10/1/2029\tA00.1, A00.3-A00.5\nA00.6\t2030\tNone\n"
PCS_CONVERSIONS = "Current code(s) assignment\tCode title\tEffective year\tPrevious code(s) assignment\tPredecessor code title\tEffective month/day [MM.DD]\n0DW10ZZ\tTitle\t2030\t0DW20ZZ\tTitle\t04.01\n"
ARTICLE_CODES = (
    "article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group\n50001,3,99991,5,1\n"
)
ARTICLE_COVERED = "article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group\n50001,3,A00.1,5,1\n"
ARTICLE_NONCOVERED = "article_id,article_version,icd10_code_id,icd10_code_version,icd10_noncovered_group\n50001,3,A00.2,5,1\n"
RELATED = "article_id,article_version,related_num,r_article_id,r_lcd_id\n50001,3,1,0,30001\n50002,1,1,7,\n"
LCD = "lcd_id,lcd_version,title,determination_number,rev_eff_date,rev_end_date\n30001,2,Wobbles,1,2030-01-01,\n"


def opened(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))
