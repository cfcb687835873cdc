using Slipway.Cli.CommandLine;

return await CliHost.RunAsync(args, Console.Out, Console.Error);
