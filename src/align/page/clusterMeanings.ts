/** What the glyphs of a cluster stand for, learnt from the notes they were given to. */
import type { GroupHeads } from "./assignCell.js";
import type { ClusterMeaning, ClusterMeanings } from "./cellContents.js";

/**
 * The class and size that most heads of each cluster have. Groups whose notes differ, or that have several heads, teach
 * nothing.
 */
export function learnMeanings(links: Iterable<GroupHeads>): ClusterMeanings {
  const votes = new Map<number, Map<string, { meaning: ClusterMeaning; count: number }>>();
  for (const { group, heads } of links) {
    const [{ headClass, small }] = group.group.notes;
    const isClear = group.group.notes.every((note) => note.headClass === headClass && note.small === small);
    if (heads.length !== 1 || !isClear) continue;
    const { cluster } = heads[0].candidate;
    const own = votes.get(cluster) ?? new Map<string, { meaning: ClusterMeaning; count: number }>();
    votes.set(cluster, own);
    const key = `${headClass} ${small}`;
    const vote = own.get(key);
    if (vote === undefined) own.set(key, { meaning: { headClass, small }, count: 1 });
    else vote.count++;
  }
  return new Map([...votes].map(([cluster, own]) => [cluster, winner([...own.values()])]));
}

function winner(votes: readonly { meaning: ClusterMeaning; count: number }[]): ClusterMeaning {
  return votes.reduce((a, b) => (b.count > a.count ? b : a)).meaning;
}
