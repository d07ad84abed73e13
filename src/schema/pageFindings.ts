/** How sure a head on a page is, and how it was found. Without a schema: the solver has no need to load any. */

/** From best to worst. */
export const CERTAINTIES = ["proved", "likely", "ambiguous"] as const;

/** How a head on a user's page came to its note. */
export const FIND_METHODS = ["order", "assigned", "shared", "unison", "rescued", "guessed"] as const;

/**
 * `proved`: every condition of the proof holds. `likely`: found by step and order, but something on its page does not
 * fit. `ambiguous`: another answer fits as well, or it was guessed.
 */
export type Certainty = (typeof CERTAINTIES)[number];
export type FindMethod = (typeof FIND_METHODS)[number];
