/** Flags of Node for every process that is measured: those of the container image. */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=16'];
