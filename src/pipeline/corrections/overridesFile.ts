/** Name of the corrections by hand. In the output folder; the user's: never written, moved or removed by us. */
export const OVERRIDES_FILE = "overrides.yaml";
