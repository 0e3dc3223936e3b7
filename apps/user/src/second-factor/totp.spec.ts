import { base32, codeAt, newTotpSecret, otpauthUri, STEP_SECONDS, stepOfCode } from './totp.js';

const SECRET = base32(Buffer.from('12345678901234567890'));
const at = (seconds: number) => new Date(seconds * 1000);

describe('TOTP', () => {
  // RFC 6238, appendix B, SHA-1. Its codes have eight digits; ours are the last six.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %d s since 1970 is as RFC 6238 has it', (seconds, eightDigits) => {
    const code = eightDigits.slice(2);
    expect(codeAt(SECRET, at(seconds))).toBe(code);
    expect(stepOfCode(SECRET, code, at(seconds))).toBe(Math.floor(seconds / STEP_SECONDS));
  });

  it('takes the codes of the present step and its neighbours, and says whose they are', () => {
    const now = at(1_700_000_010);
    const present = Math.floor(1_700_000_010 / STEP_SECONDS);
    for (const [steps, expected] of [
      [-2, undefined],
      [-1, present - 1],
      [0, present],
      [1, present + 1],
      [2, undefined],
    ] as const) {
      const code = codeAt(SECRET, new Date(now.getTime() + steps * STEP_SECONDS * 1000));
      expect(stepOfCode(SECRET, code, now)).toBe(expected);
    }
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('takes %j for nothing', (code) => {
    expect(stepOfCode(SECRET, code, at(59))).toBeUndefined();
  });

  it('makes another secret of 160 bits each time, and says it as authenticators read it', () => {
    const [one, two] = [newTotpSecret(), newTotpSecret()];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(otpauthUri(one, 'ana+1@example.com'));
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.host).toBe('totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/LastMile:ana+1@example.com');
    const asked = { secret: one, issuer: 'LastMile', algorithm: 'SHA1', digits: '6', period: '30' };
    expect(Object.fromEntries(uri.searchParams)).toEqual(asked);
  });
});
