export default function DriverArea() {
  return null;
}
