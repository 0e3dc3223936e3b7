// The PIN, large enough to be read across a car door, and read out digit by digit.
import { useText } from '../../text/text';

export function Pin({ pin }: { pin: string }) {
  const t = useText('rider');
  return (
    <div className="pin">
      <span className="muted small">{t.pin}</span>
      <span className="pin-digits number" aria-hidden="true">
        {[...pin].map((digit, index) => (
          <span key={index}>{digit}</span>
        ))}
      </span>
      <span className="hidden-label">{[...pin].join(' ')}</span>
      <span className="small">{t.pinAbout}</span>
    </div>
  );
}
