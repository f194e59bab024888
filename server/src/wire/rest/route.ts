import { applyDecorators, HttpCode, RequestMapping, RequestMethod } from '@nestjs/common';
import { REST_ROUTES, type RestRoute, type RestRouteName } from '#contracts';

/** Serves a route of the contract: its method, its path below `API_PREFIX`, and the status when all went well. */
export function Route(name: RestRouteName): MethodDecorator {
  const { method, path, answers }: RestRoute = REST_ROUTES[name];
  return applyDecorators(
    RequestMapping({ method: RequestMethod[method], path: path.replaceAll(/\{(\w+)\}/g, ':$1') }),
    HttpCode(Number(Object.keys(answers)[0])),
  );
}
