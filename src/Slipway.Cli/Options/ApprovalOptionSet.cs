using System.CommandLine;
using Slipway.Application.Pushes;
using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>The options with which a person allows what a push publishes.</summary>
internal sealed class ApprovalOptionSet
{
    private readonly Option<bool> _allow = new("--allow")
    {
        Description = "Add the image hashes to trust/allowlist.yml; needs --why",
    };

    private readonly Option<string?> _why = new("--why")
    {
        Description = "Why the images are allowed, for the allowlist",
        HelpName = "REASON",
    };

    private readonly Option<string?> _by = new("--by")
    {
        Description = "Who allows them (default: the e-mail address that git would commit with, else the user's name)",
        HelpName = "WHO",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_allow);
        command.Options.Add(_why);
        command.Options.Add(_by);
    }

    /// <param name="arguments">The command line.</param>
    /// <param name="defaultBy">Asked when the line does not say who.</param>
    /// <returns>Null when nothing is to be allowed.</returns>
    /// <exception cref="SlipwayException">A part of it is missing.</exception>
    public async Task<PushApproval?> ReadAsync(ParseResult arguments, Func<Task<string>> defaultBy)
    {
        string? why = arguments.GetValue(_why);
        string? by = arguments.GetValue(_by);
        if (!arguments.GetValue(_allow))
        {
            return why is null && by is null
                ? null
                : throw new SlipwayException(new Diagnostic(
                    RequestCodes.Conflict,
                    "--why and --by are for --allow",
                    "Give --allow as well, or leave them out."));
        }

        if (string.IsNullOrWhiteSpace(why))
        {
            throw new SlipwayException(new Diagnostic(
                CliCodes.Syntax, "--allow needs a reason", "Say with --why why these images are allowed."));
        }

        return string.IsNullOrWhiteSpace(by) && by is not null
            ? throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue, "--by is empty", "Say who allows the images."))
            : new PushApproval(by ?? await defaultBy(), why);
    }
}
