/**
 * In a container each service has its documented port, 50051 and so on. On a machine that all share, outgoing connections
 * take their own ports from that range (32768 to 60999 on Linux), and one of them may hold the port before its service starts.
 */
const LOWER_BY = 20_000;

/** Where a service listens on a machine that all services share, for the port that it has in a container: 30056 for 50056. */
export const localPort = (port: number): number => port - LOWER_BY;
