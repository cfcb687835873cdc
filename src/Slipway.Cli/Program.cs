using Slipway.Cli.CommandLine;
using Slipway.Cli.Session;

return await CliHost.RunAsync(args, StandardStreams.OutputText(), StandardStreams.ErrorText());
