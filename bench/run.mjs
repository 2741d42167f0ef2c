/** `npm run bench` compares; `-- memory` looks for leaks; `-- profile` tells where the time goes. Options: see there. */
const commands = {
  memory: () => import("./memory.mjs"),
  profile: () => import("./profile.mjs"),
};
const compare = () => import("./compare.mjs");
await (commands[process.argv[2]] ?? compare)();
