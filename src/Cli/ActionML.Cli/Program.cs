using ActionML.Cli;

return await CommandLine.MainAsync(args);
