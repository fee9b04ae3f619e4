// A certified OpenID provider on the loopback. Whoever signs in as "x@y" has that address, verified
// unless it begins with "unverified"; as "none@…" they have none. Arguments: the client's return
// address, its address after signing out, and "userinfo" to keep claims out of the id token.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [redirectUri, afterLogout, where] = process.argv.slice(2);
const server = createServer((request, response) => answer(request, response));
let answer = (_, response) => response.end();

server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "hedgerow",
      client_secret: "a secret/of+hedgerow",
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [afterLogout],
    }],
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    conformIdTokenClaims: where === "userinfo",
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    async findAccount(_, id) {
      const email = id.startsWith("none@") ? {} : { email: id, email_verified: !id.startsWith("unverified") };
      return { accountId: id, claims: async () => ({ sub: id, ...email }) };
    },
  });
  answer = provider.callback();
  console.log(issuer);
});
process.stdin.on("end", () => process.exit(0)).resume();
