/** The environment without what makes every start of Node longer: certificates of the machine to read, options of its owner. */
export function plainEnvironment() {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...plain } = process.env;
  return plain;
}
