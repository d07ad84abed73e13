/** Name of the corrections by hand. In the output folder; the user's: never written, moved or removed by us. */
export const OVERRIDES_FILE = "overrides.yaml";

/** The other usual ending. Not read, and warned of: its owner believes that it is. */
export const MISNAMED_OVERRIDES_FILE = "overrides.yml";
