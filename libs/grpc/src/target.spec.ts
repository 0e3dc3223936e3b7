import { isAddress, targetOf } from './target.js';

test.each([
  ['ipv4:127.0.0.1:50053,127.0.0.1:50063', 'ipv4:127.0.0.1:50053,127.0.0.1:50063'],
  ['unix:/run/trip.sock', 'unix:/run/trip.sock'],
  ['trip:50057', 'lastmile-dns:///trip:50057'],
  ['dns:trip:50057', 'lastmile-dns:///trip:50057'],
  ['dns:///matching.lastmile.svc.cluster.local:50053', 'lastmile-dns:///matching.lastmile.svc.cluster.local:50053'],
  ['dns://10.96.0.10:53/trip:50057', 'lastmile-dns://10.96.0.10:53/trip:50057'],
  ['127.0.0.1:50057', 'ipv4:127.0.0.1:50057'],
  ['dns:///127.0.0.1:50057', 'ipv4:127.0.0.1:50057'],
  ['[::1]:50057', 'ipv6:[::1]:50057'],
])('%s is %s', (address, target) => {
  expect(targetOf(address)).toBe(target);
});

test.each([
  ['trip'],
  [''],
  ['dns:///trip'],
  ['trip:grpc'],
  ['http://trip:50057'],
  ['trip:0'],
  ['trip:70000'],
  ['ipv4:'],
])('%p is no address', (address) => {
  expect(isAddress(address)).toBe(false);
  expect(() => targetOf(address)).toThrow(TypeError);
});
