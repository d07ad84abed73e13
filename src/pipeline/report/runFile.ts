/** Where the report of a run lies in its folder. */
export const RUN_FILE = "manifests/run.json";
