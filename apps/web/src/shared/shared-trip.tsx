export function SharedTrip() {
  return null;
}
