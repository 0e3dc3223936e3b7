// The rider's part of the app: requesting a ride, or the current one.
import { Route, Routes } from 'react-router';
import { Shell } from '../ui/shell';
import { Booking } from './booking/booking';
import { RideScreen } from './ride/ride-screen';

export default function RiderArea() {
  return (
    <Shell isWide>
      <Routes>
        <Route index element={<Booking />} />
        <Route path=":rideId" element={<RideScreen />} />
      </Routes>
    </Shell>
  );
}
