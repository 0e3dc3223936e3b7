// A caller beside the platform who forges what services believe: no RPC of any service may be had that way.
import { Api } from '../../tools/simulate/api.js';
import { OPERATOR, startCity, type E2eCity } from '../e2e/city.js';
import { describeForgedCallers } from '../e2e/forged-callers.js';

describe('the services of a whole platform', () => {
  let city: E2eCity;
  let operator: string;
  beforeAll(async () => {
    city = await startCity(10);
    const api = new Api(city.platform.baseUrl, new AbortController().signal);
    await api.logIn(OPERATOR.email, OPERATOR.password);
    operator = await api.token();
  }, 120_000);
  afterAll(() => city?.destroy(), 60_000);

  describeForgedCallers(() => ({ city, operator }));
});
