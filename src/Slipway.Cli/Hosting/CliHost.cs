using System.CommandLine;
using System.Reflection;
using Slipway.Cli.Help;
using Slipway.Cli.Options;
using Slipway.Cli.Terminals;
using Slipway.Files.Libraries;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Hosting;

/// <summary>Runs a command line: signals in, exit codes out, and the one place that prints errors.</summary>
internal static class CliHost
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        // For the parser's own help and completions as well.
        (output, error) = (new EscapedWriter(output), new EscapedWriter(error));
        var globals = new GlobalOptions();
        var root = new SlipwayRoot(globals, args);
        // `slipway help build`, as many tools have it.
        var parsed = root.Parse(
            args is ["help", .. var command] ? [.. command, "--help"] : args,
            new ParserConfiguration { ResponseFileTokenReplacer = null });
        using var stop = new StopSignals();
        var terminal = Terminal.For(parsed.GetValue(globals.NoColor), output, error);
        try
        {
            if (parsed.Action is not HelpText && SyntaxErrors.Of(parsed) is [_, ..] errors)
            {
                throw new SlipwayException(errors);
            }

            // What only tells of itself calls none of them, and looking for them takes longer than that.
            if (parsed.Action is not (HelpText or VersionText))
            {
                CarriedLibraries.OfferFrom(typeof(CliHost).Assembly);
            }

            int exit = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                stop.Token);
            return exit == (int)ExitCode.Cancelled ? (int)stop.ExitCode : exit;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            terminal.ErrorLine("Cancelled.");
            return (int)stop.ExitCode;
        }
        catch (SlipwayException failure)
        {
            DiagnosticRenderer.Write(terminal, failure, GlobalOptions.Verbosity(parsed));
            return (int)failure.ExitCode;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            if (SaidWithin(bug) is { } said)
            {
                DiagnosticRenderer.Write(terminal, said, GlobalOptions.Verbosity(parsed));
                return (int)said.ExitCode;
            }

            var diagnostic = new Diagnostic(
                CliCodes.Bug,
                $"{bug.GetType().Name}: {bug.Message}",
                "Run the command again with -vv and report what it prints.");
            DiagnosticRenderer.Write(terminal, new SlipwayException(diagnostic, bug), GlobalOptions.Verbosity(parsed));
            return (int)ExitCode.Failed;
        }
    }

    /// <summary>
    /// The error that the runtime wrapped, because a class could not be set up without what is missing, or because it
    /// happened on several threads at once.
    /// </summary>
    private static SlipwayException? SaidWithin(Exception? failure) => failure switch
    {
        null => null,
        SlipwayException said => said,
        AggregateException many => many.InnerExceptions.Select(SaidWithin).FirstOrDefault(said => said is not null),
        TypeInitializationException or TargetInvocationException => SaidWithin(failure.InnerException),
        _ => null,
    };
}
