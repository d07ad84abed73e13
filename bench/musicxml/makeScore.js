/** A piano score: eight eighths above, two halves below, pretty-printed as notation programs do. */
export function makeScore(measureCount) {
  const note = (
    step,
    octave,
    duration,
    type,
    voice,
    staff,
  ) => `      <note default-x="120.50" default-y="-15.00">
        <pitch>
          <step>${step}</step>
          <octave>${octave}</octave>
        </pitch>
        <duration>${duration}</duration>
        <voice>${voice}</voice>
        <type>${type}</type>
        <stem>up</stem>
        <staff>${staff}</staff>
      </note>
`;
  const upper = [..."CDEFGABC"].map((step) => note(step, 5, 2, "eighth", 1, 1)).join("");
  const lower = [..."CG"].map((step) => note(step, 3, 8, "half", 5, 2)).join("");
  const measures = Array.from({ length: measureCount }, (_, index) => {
    const attributes =
      index === 0 ? "<attributes><divisions>4</divisions><staves>2</staves></attributes>" : "";
    return `    <measure number="${index + 1}">${attributes}
${upper}      <backup>
        <duration>16</duration>
      </backup>
${lower}    </measure>
`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0">
  <part-list><score-part id="P1"><part-name>Piano</part-name></score-part></part-list>
  <part id="P1">
${measures.join("")}  </part>
</score-partwise>
`;
  return new TextEncoder().encode(xml);
}
