/** Stand-ins for processors of recordings: their settings are real, their work is not. */
const stub = (name, version, kind, properties) => ({
  info: { name, version, kind, description: `Stand-in for ${name}.` },
  configSchema: { type: "object", properties, additionalProperties: false },
  capabilities: { inputs: [], outputs: [], supported_formats: ["wav", "mp3", "flac"] },
  async process() {
    return kind === "analyser" ? { features: {} } : undefined;
  },
});

export default [
  stub("AudioLoader", "1.1.4", "stage", {
    formats: { type: "array", items: { enum: ["wav", "mp3", "flac"] }, default: ["wav", "mp3", "flac"] },
    sample_rate: { type: "integer", minimum: 8000, default: 16000 },
    cache_size: { type: "integer", minimum: 0, default: 1000 },
  }),
  stub("AudioPreprocessor", "2.3.0", "stage", {
    normalize: { type: "boolean", default: true },
    trim_silence: { type: "boolean", default: true },
    target_db: { type: "number", maximum: 0, default: -20 },
  }),
  stub("AudioAnalyzer", "1.9.0", "analyser", {
    metrics: {
      type: "array",
      items: { enum: ["snr", "spectral", "temporal"] },
      default: ["snr", "spectral", "temporal"],
    },
  }),
];
