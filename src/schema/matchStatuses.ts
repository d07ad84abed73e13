/** What can become of a note when score and performance are matched; beside its schema, so that to name it loads none. */
export const MATCH_STATUSES = ["matched", "score_only", "midi_only", "tied"] as const;
