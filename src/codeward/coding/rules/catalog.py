"""All guideline rules, in the order in which they look at a case."""

from codeward.coding.rules.circulatory import hypertension, ischemic, stroke
from codeward.coding.rules.conventions import (
    combinations,
    excludes1,
    final_statement,
    generic_gives_way,
    instructional_order,
    integral_symptoms,
    sequela,
    uncertain_diagnosis,
)
from codeward.coding.rules.digestive import bleeding, gallstones
from codeward.coding.rules.endocrine import diabetes
from codeward.coding.rules.eye import glaucoma
from codeward.coding.rules.factors import bmi, corrected, encounters, statuses
from codeward.coding.rules.infections import organisms, sepsis, viral
from codeward.coding.rules.injuries import (
    circumstances,
    consciousness,
    drugs,
    external_causes,
    fractures,
    maltreatment,
    procedural,
    sited,
    wounds,
)
from codeward.coding.rules.mental import blood_alcohol, dementia, listed, substances
from codeward.coding.rules.neoplasms import anemia, polyp, spread
from codeward.coding.rules.newborn import prematurity
from codeward.coding.rules.pregnancy import pregnancy
from codeward.coding.rules.respiratory import copd
from codeward.coding.rules.rule import Rule
from codeward.coding.rules.skin import pressure_ulcers

RULES: tuple[Rule, ...] = (
    # What holds at all.
    uncertain_diagnosis.RULE,
    maltreatment.RULE,
    stroke.HISTORY,
    ischemic.SUBSEQUENT,
    encounters.FOLLOWUP,
    corrected.RULE,
    # What is found in the words.
    sited.RULE,
    wounds.WOUND,
    wounds.BURN,
    procedural.RULE,
    consciousness.RULE,
    listed.RULE,
    glaucoma.RULE,
    drugs.POISONING,
    drugs.UNDERDOSING,
    drugs.ADVERSE,
    viral.EXPOSURE,
    viral.POST_COVID,
    # What belongs together.
    encounters.NEWBORN,
    prematurity.RULE,
    pregnancy.INCIDENTAL,
    pregnancy.GESTATIONAL,
    combinations.RULE,
    diabetes.UNDERLYING,
    diabetes.TYPE,
    diabetes.WITH_CONVENTION,
    diabetes.CONTROL,
    hypertension.RULE,
    hypertension.READING,
    hypertension.CRISIS,
    ischemic.SITE,
    ischemic.TYPE_TWO,
    ischemic.ANGINA,
    stroke.SEQUELA,
    stroke.DOUBLE,
    copd.RULE,
    bleeding.RULE,
    gallstones.RULE,
    dementia.RULE,
    dementia.DETAIL,
    sepsis.UROSEPSIS,
    sepsis.PROCEDURE,
    sepsis.ORGANS,
    viral.HIV,
    viral.COVID,
    viral.CATHETER,
    organisms.RULE,
    sepsis.ORDER,
    anemia.RULE,
    anemia.CHEMO,
    anemia.FEVER,
    polyp.RULE,
    spread.RULE,
    pressure_ulcers.RULE,
    fractures.RULE,
    substances.RULE,
    substances.NICOTINE,
    blood_alcohol.RULE,
    pregnancy.COMPLICATED,
    pregnancy.TRIMESTER,
    pregnancy.CHILDBIRTH,
    pregnancy.DELIVERY,
    pregnancy.WEEKS,
    pregnancy.NEWBORN_RECORD,
    # What is added from the circumstances.
    bmi.RULE,
    diabetes.DRUGS,
    encounters.DRUG_STATUS,
    statuses.ALLERGY,
    statuses.VACCINE,
    statuses.SCALE,
    encounters.SCREENING,
    encounters.EXAM,
    encounters.TREATMENT,
    encounters.REPLACED,
    encounters.AFTERCARE,
    encounters.TRANSPLANT,
    encounters.PAIN,
    # What does not stand beside the rest, and the order.
    sequela.RULE,
    final_statement.RULE,
    integral_symptoms.RULE,
    generic_gives_way.RULE,
    excludes1.RULE,
    circumstances.RULE,
    external_causes.RULE,
    encounters.CANCELLED,
    instructional_order.RULE,
)
