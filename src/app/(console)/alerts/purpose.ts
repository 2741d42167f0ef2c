export const purpose = "What happened to your keys and limits that you should know of.";
