"""A small Tabular List in the form of the official file; wording invented."""

HEAD = "<?xml version='1.0' encoding='utf-8'?>"
SAMPLE = f"""{HEAD}
<ICD10CM.tabular><version>2026</version><introduction/>
<chapter><name>2</name><desc>Growths (C00-D49)</desc>
 <excludes1><note>warts (B01.-)</note></excludes1>
 <sectionIndex><sectionRef first="C00" last="C80" id="C00-C80">all</sectionRef></sectionIndex>
 <section id="C00-C80"><desc>Bad growths (C00-C80)</desc></section>
 <section id="C73-C75"><desc>Glands (C73-C75)</desc>
  <diag><name>C75</name><desc>Growth of gland</desc>
   <inclusionTerm><note>gland   growth
     NOS</note></inclusionTerm></diag></section>
 <section id="C7A"><desc>Neuroendocrine (C7A)</desc>
  <diag><name>C7A</name><desc>Neuroendocrine growth</desc>
   <diag><name>C7A.0</name><desc>Benign-looking growth</desc></diag></diag></section>
 <section id="C76-C80"><desc>Elsewhere (C76-C80)</desc>
  <excludes1><note>neuroendocrine growth (C7A.-)</note></excludes1>
  <diag><name>C76</name><desc>Growth elsewhere</desc></diag></section>
</chapter>
<chapter><name>19</name><desc>Injuries (S00-T88)</desc>
 <section id="S00-S09"><desc>Head (S00-S09)</desc>
  <diag><name>S01</name><desc>Open wound of head</desc>
   <sevenChrNote><note>One of these:</note></sevenChrNote>
   <sevenChrDef><extension char="A">initial encounter</extension>
    <extension char="S">sequela</extension></sevenChrDef>
   <codeAlso><note>any infection</note></codeAlso>
   <diag><name>S01.0</name><desc>Wound of scalp</desc>
    <excludes1><note>wound of lip (S01.5-)</note><note>sore scalp</note>
     <note>odd one (S09.Q)</note></excludes1></diag>
   <diag placeholder="true"><name>S01.5X</name><desc>Wound of lip</desc>
    <diag><name>S01.5X1</name><desc>Wound of upper lip</desc></diag></diag></diag></section>
</chapter></ICD10CM.tabular>
""".encode()
