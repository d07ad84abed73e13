/** Do forms that stand for few notes look like heads at all? */
import { musicGlyph } from "../../formats/font/musicGlyph.js";
import type { ClusterMeanings } from "./cellContents.js";
import type { GlyphCluster } from "./pageGeometry.js";
import { type Claim, nameNote, noteDoubt, type ProofCase, type ProofFault } from "./proofCase.js";
import { groupBy } from "./proveOrder.js";
import { SOLVER } from "./solverConstants.js";

/**
 * A form that stands for many notes has proved itself a head by their sequence. One that stands for few could be anything
 * that happens to lie on their steps (the stroke through a grace note's flag): it must have the size of the page's most
 * frequent heads, or be a smaller copy of them; a character must be a notehead in its font.
 */
export function proveForms(proof: ProofCase, meanings: ClusterMeanings): ProofFault[] {
  const { clusters } = proof.geometry;
  const byCluster = [...groupBy(proof.claims, ({ head }) => head.cluster)];
  const usual = byCluster
    .filter(([cluster]) => meanings.get(cluster)?.small === false)
    .reduce<readonly Claim[]>((most, [, claims]) => (claims.length > most.length ? claims : most), []);
  if (usual.length === 0) return [];
  const model = clusters[usual[0].head.cluster];
  return byCluster
    .filter(([, claims]) => claims !== usual && claims.length < SOLVER.fewOfForm)
    .filter(([cluster]) => !isLikeHead(clusters[cluster], model, meanings.get(cluster)?.small === true))
    .flatMap(([, claims]) => claims.map((claim) => formFault(proof, claim)));
}

function isLikeHead(form: GlyphCluster, model: GlyphCluster, isSmall: boolean): boolean {
  if (form.kind === "text") return musicGlyph(form.family, form.character)?.kind === "notehead";
  return isSmall ? isSmallCopy(form, model) : isOfSize(form, model);
}

/** Heads of grace and cue notes keep the proportions of the others; whole ones are wider. */
function isSmallCopy(form: GlyphCluster, model: GlyphCluster): boolean {
  const [width, height] = [form.widthSpace / model.widthSpace, form.heightSpace / model.heightSpace];
  return height < 1 && width >= SOLVER.formWidth[0] * height && width <= SOLVER.formWidth[1] * height;
}

function isOfSize(form: GlyphCluster, model: GlyphCluster): boolean {
  const [width, height] = [form.widthSpace / model.widthSpace, form.heightSpace / model.heightSpace];
  const isWithin = (value: number, [least, most]: readonly number[]) => value >= least && value <= most;
  return isWithin(height, SOLVER.formHeight) && isWithin(width, SOLVER.formWidth);
}

function formFault(proof: ProofCase, { note, head }: Claim): ProofFault {
  const text = `The head of ${nameNote(proof.score, note.index)} has a form that no other note has`;
  return { scope: { kind: "notes", notes: [] }, doubt: noteDoubt(proof, "class", text, note, head) };
}
