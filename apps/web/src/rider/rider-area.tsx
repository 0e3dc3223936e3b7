export default function RiderArea() {
  return null;
}
