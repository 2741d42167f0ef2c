export const purpose = "Charts over sources, live: every reader sees the numbers that their own access gives.";
