"""All edits, in the order of their numbers. A test holds this list against the files."""

from codeward.edits.edit import Edit
from codeward.edits.encounter import admitting_diagnosis_missing as enc009
from codeward.edits.encounter import discharge_status_missing as enc008
from codeward.edits.encounter import more_codes_than_the_claim_holds as enc010
from codeward.edits.encounter import no_date as enc001
from codeward.edits.encounter import no_principal_diagnosis as enc003
from codeward.edits.encounter import no_release_for_date as enc002
from codeward.edits.encounter import patient_unknown as enc011
from codeward.edits.encounter import present_on_admission_missing as enc005
from codeward.edits.encounter import present_on_admission_not_expected as enc006
from codeward.edits.encounter import several_principal_diagnoses as enc004
from codeward.edits.encounter import stay_dates_missing as enc007
from codeward.edits.icd10cm import additional_code_missing as icd012
from codeward.edits.icd10cm import body_mass_index_alone as icd021
from codeward.edits.icd10cm import both_sides_instead_of_bilateral as icd013
from codeward.edits.icd10cm import code_first_order as icd011
from codeward.edits.icd10cm import code_not_valid_on_date as icd001
from codeward.edits.icd10cm import code_reported_twice as icd015
from codeward.edits.icd10cm import diabetes_without_and_with_complication as icd025
from codeward.edits.icd10cm import drug_effect_listed_first as icd027
from codeward.edits.icd10cm import excludes1_conflict as icd007
from codeward.edits.icd10cm import external_cause_listed_first as icd009
from codeward.edits.icd10cm import first_listed_only_code_as_secondary as icd026
from codeward.edits.icd10cm import header_instead_of_billable_code as icd003
from codeward.edits.icd10cm import hypertension_beside_its_complication as icd023
from codeward.edits.icd10cm import hypertensive_detail_missing as icd024
from codeward.edits.icd10cm import liveborn_code_not_first as icd020
from codeward.edits.icd10cm import manifestation_listed_first as icd008
from codeward.edits.icd10cm import manifestation_without_etiology as icd010
from codeward.edits.icd10cm import maternal_and_perinatal_codes as icd017
from codeward.edits.icd10cm import outcome_of_delivery as icd018
from codeward.edits.icd10cm import placeholder_missing as icd006
from codeward.edits.icd10cm import sequela_listed_first as icd022
from codeward.edits.icd10cm import seventh_character_invalid as icd005
from codeward.edits.icd10cm import seventh_character_missing as icd004
from codeward.edits.icd10cm import severe_sepsis_without_infection as icd028
from codeward.edits.icd10cm import sex_of_chapter as icd016
from codeward.edits.icd10cm import side_beside_unspecified_side as icd014
from codeward.edits.icd10cm import unknown_code as icd002
from codeward.edits.icd10cm import weeks_of_gestation as icd019
from codeward.edits.icd10pcs import code_not_valid_on_date as pcs001
from codeward.edits.icd10pcs import procedure_date_missing as pcs003
from codeward.edits.icd10pcs import procedure_outside_inpatient_care as pcs004
from codeward.edits.icd10pcs import procedure_outside_stay as pcs002
from codeward.edits.mce import age_conflict as mce004
from codeward.edits.mce import duplicate_of_principal as mce003
from codeward.edits.mce import external_cause_as_principal as mce002
from codeward.edits.mce import invalid_admitting_diagnosis as mce001
from codeward.edits.mce import invalid_age as mce014
from codeward.edits.mce import invalid_discharge_status as mce016
from codeward.edits.mce import invalid_sex as mce015
from codeward.edits.mce import limited_coverage as mce017
from codeward.edits.mce import manifestation_as_principal as mce006
from codeward.edits.mce import non_covered_procedure as mce011
from codeward.edits.mce import questionable_admission as mce008
from codeward.edits.mce import questionable_obstetric_admission as mce021
from codeward.edits.mce import secondary_diagnosis_required as mce010
from codeward.edits.mce import sex_conflict as mce005
from codeward.edits.mce import unacceptable_principal as mce009
from codeward.edits.mce import unspecified_side as mce020
from codeward.edits.mce import ventilation_longer_than_stay as mce019
from codeward.edits.mce import wrong_procedure_performed as mce018
from codeward.edits.service_line import add_on_without_primary as lin017
from codeward.edits.service_line import bilateral_modifier_conflict as lin010
from codeward.edits.service_line import charge_missing as lin014
from codeward.edits.service_line import code_form as lin006
from codeward.edits.service_line import code_not_checked as lin008
from codeward.edits.service_line import code_not_valid_on_date as lin007
from codeward.edits.service_line import diagnosis_pointer_missing as lin002
from codeward.edits.service_line import diagnosis_pointer_out_of_range as lin001
from codeward.edits.service_line import modifier_form as lin009
from codeward.edits.service_line import modifier_not_valid_on_date as lin016
from codeward.edits.service_line import pair_not_paid_together as lin019
from codeward.edits.service_line import place_of_service as lin012
from codeward.edits.service_line import professional_code_missing as lin015
from codeward.edits.service_line import revenue_code as lin013
from codeward.edits.service_line import service_date_missing as lin005
from codeward.edits.service_line import service_date_outside_encounter as lin004
from codeward.edits.service_line import side_of_diagnosis as lin011
from codeward.edits.service_line import units_above_limit as lin018
from codeward.edits.service_line import units_not_positive as lin003

EDITS: tuple[Edit, ...] = (
    enc001.EDIT,
    enc002.EDIT,
    enc003.EDIT,
    enc004.EDIT,
    enc005.EDIT,
    enc006.EDIT,
    enc007.EDIT,
    enc008.EDIT,
    enc009.EDIT,
    enc010.EDIT,
    enc011.EDIT,
    icd001.EDIT,
    icd002.EDIT,
    icd003.EDIT,
    icd004.EDIT,
    icd005.EDIT,
    icd006.EDIT,
    icd007.EDIT,
    icd008.EDIT,
    icd009.EDIT,
    icd010.EDIT,
    icd011.EDIT,
    icd012.EDIT,
    icd013.EDIT,
    icd014.EDIT,
    icd015.EDIT,
    icd016.EDIT,
    icd017.EDIT,
    icd018.EDIT,
    icd019.EDIT,
    icd020.EDIT,
    icd021.EDIT,
    icd022.EDIT,
    icd023.EDIT,
    icd024.EDIT,
    icd025.EDIT,
    icd026.EDIT,
    icd027.EDIT,
    icd028.EDIT,
    lin001.EDIT,
    lin002.EDIT,
    lin003.EDIT,
    lin004.EDIT,
    lin005.EDIT,
    lin006.EDIT,
    lin007.EDIT,
    lin008.EDIT,
    lin009.EDIT,
    lin010.EDIT,
    lin011.EDIT,
    lin012.EDIT,
    lin013.EDIT,
    lin014.EDIT,
    lin015.EDIT,
    lin016.EDIT,
    lin017.EDIT,
    lin018.EDIT,
    lin019.EDIT,
    mce001.EDIT,
    mce002.EDIT,
    mce003.EDIT,
    mce004.EDIT,
    mce005.EDIT,
    mce006.EDIT,
    mce008.EDIT,
    mce009.EDIT,
    mce010.EDIT,
    mce011.EDIT,
    mce014.EDIT,
    mce015.EDIT,
    mce016.EDIT,
    mce017.EDIT,
    mce018.EDIT,
    mce019.EDIT,
    mce020.EDIT,
    mce021.EDIT,
    pcs001.EDIT,
    pcs002.EDIT,
    pcs003.EDIT,
    pcs004.EDIT,
)
