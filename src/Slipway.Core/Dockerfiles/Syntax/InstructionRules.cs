using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Says what an instruction lacks without which no builder takes the Dockerfile.</summary>
/// <remarks>
/// The rules are those of BuildKit's <c>frontend/dockerfile/instructions/parse.go</c> and
/// <c>parser/line_parsers.go</c>; what it takes is taken, <c>CMD</c> and <c>ENTRYPOINT</c> without a command among it.
/// An empty <c>RUN</c> is none of its errors, but there is nothing that it could mean.
/// </remarks>
internal static class InstructionRules
{
    private const string Form = "Write it as in https://docs.docker.com/reference/dockerfile/#";

    /// <param name="instruction">The instruction.</param>
    /// <param name="escape">The escape character of the file.</param>
    /// <param name="isBeforeFrom">Whether it stands before the first <c>FROM</c>.</param>
    /// <returns>What is wrong and what to do; null when nothing is.</returns>
    public static (DiagnosticCode Code, string Message, string Remedy)? Find(
        Instruction instruction, char escape, bool isBeforeFrom)
    {
        if (UnknownKeywordOf(instruction) is { } keyword)
        {
            var (message, remedy) = Keywords.Unknown(keyword);
            return (DockerfileCodes.InstructionUnknown, message, remedy);
        }

        if (FaultOf(instruction, escape) is { } fault)
        {
            return (
                DockerfileCodes.InstructionIncomplete,
                $"{instruction.Keyword} {fault}",
                $"{Form}{instruction.Keyword.ToLowerInvariant()}.");
        }

        if (FlagFaultOf(instruction, escape) is var (wrong, meant))
        {
            return (DockerfileCodes.InstructionIncomplete, $"{instruction.Keyword} {wrong}", meant);
        }

        return isBeforeFrom && instruction.Keyword is not ("FROM" or "ARG")
            ? (
                DockerfileCodes.InstructionIncomplete,
                $"{instruction.Keyword} stands before the first FROM",
                "Move it behind the FROM of the stage that it is for; only ARG and comments stand before it.")
            : null;
    }

    private static string? UnknownKeywordOf(Instruction instruction) =>
        !Keywords.Contains(instruction.Keyword) ? instruction.Keyword
        : instruction.Keyword == "ONBUILD"
            && InstructionScanner.Scan(instruction.Arguments.ToString()).Instructions is [var trigger, ..]
            && !Keywords.Contains(trigger.Keyword) ? trigger.Keyword
        : null;

    private static (string Fault, string Remedy)? FlagFaultOf(Instruction instruction, char escape) =>
        instruction.Keyword != "ONBUILD" ? FlagRules.Find(instruction, escape)
        : InstructionScanner.Scan(instruction.Arguments.ToString()).Instructions is [var trigger, ..]
            ? FlagRules.Find(trigger, escape)
        : null;

    private static string? FaultOf(Instruction instruction, char escape)
    {
        string arguments = instruction.Text[BuilderFlag.Read(instruction, escape).Remainder..].Trim();
        return instruction.Keyword switch
        {
            "ADD" or "COPY" => Words(arguments).Length < 2 ? "needs a source and a destination" : null,
            "RUN" => Words(arguments) is [] ? "names no command" : null,
            "ENV" or "LABEL" => PairsFault(arguments, escape),
            "ARG" => ArgumentFault(arguments, escape),
            "VOLUME" => Words(arguments) is not { Length: > 0 } paths || paths.Contains(string.Empty)
                ? "names no path"
                : null,
            "HEALTHCHECK" => HealthFault(arguments),
            "SHELL" => ShellFault(arguments),
            "FROM" => FromFault(arguments),
            "ONBUILD" => TriggerFault(arguments),
            "EXPOSE" => arguments.Length == 0 ? "names no port" : null,
            "WORKDIR" => arguments.Length == 0 ? "names no folder" : null,
            "USER" => arguments.Length == 0 ? "names no user" : null,
            "STOPSIGNAL" => arguments.Length == 0 ? "names no signal" : null,
            "MAINTAINER" => arguments.Length == 0 ? "names nobody" : null,
            _ => null,
        };
    }

    private static ImmutableArray<string> Words(string arguments) =>
        ExecForm.TryRead(arguments, out var list) ? list : [.. SpacedWords(arguments)];

    private static string[] SpacedWords(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary><c>NAME=value …</c>, or the old form <c>NAME value</c>, which holds one pair.</summary>
    private static string? PairsFault(string arguments, char escape)
    {
        var words = QuotedWords.Split(arguments, escape);
        if (words.IsEmpty)
        {
            return "names nothing";
        }

        if (!words[0].Contains('=', StringComparison.Ordinal))
        {
            return SpacedWords(arguments).Length < 2 ? $"gives '{Display.Text(words[0])}' no value" : null;
        }

        return words.FirstOrDefault(word => !word.Contains('=', StringComparison.Ordinal)) is { } lone
            ? $"has '{Display.Text(lone)}' without '=' among pairs with one"
            : words.Any(word => word[0] == '=') ? "has a '=' without a name before it"
            : null;
    }

    private static string? ArgumentFault(string arguments, char escape)
    {
        var words = QuotedWords.Split(arguments, escape);
        return words.IsEmpty ? "names nothing"
            : words.Any(word => word[0] == '=') ? "has a '=' without a name before it"
            : null;
    }

    private static string? HealthFault(string arguments)
    {
        string[] words = SpacedWords(arguments);
        if (words.Length == 0)
        {
            return "says neither CMD nor NONE";
        }

        string rest = arguments[words[0].Length..].TrimStart();
        return words[0].ToUpperInvariant() switch
        {
            "NONE" => words.Length > 1 ? "has something behind NONE" : null,
            "CMD" => Words(rest).IsEmpty ? "has no command behind CMD" : null,
            _ => $"says '{Display.Text(words[0])}', which is neither CMD nor NONE",
        };
    }

    private static string? ShellFault(string arguments) =>
        arguments.Length == 0 ? "names no shell"
        : !ExecForm.TryRead(arguments, out var words) ? "is not a list in JSON form, [\"program\", \"argument\"]"
        : words.IsEmpty ? "names no shell"
        : null;

    // What names no image at all is told with what it comes to.
    private static string? FromFault(string arguments) => SpacedWords(arguments) switch
    {
        [] or [_] => null,
        [_, var middle, _] when middle.Equals("AS", StringComparison.OrdinalIgnoreCase) => null,
        [_, var middle] when middle.Equals("AS", StringComparison.OrdinalIgnoreCase) => "names no stage behind AS",
        _ => "has more than an image and 'AS' with the name of a stage; a comment needs a line of its own",
    };

    private static string? TriggerFault(string arguments)
    {
        var (inner, escape, _) = InstructionScanner.Scan(arguments);
        return inner switch
        {
            [] => "has no instruction behind it",
            [{ Keyword: "ONBUILD" or "FROM" or "MAINTAINER" } refused, ..] => $"cannot bring {refused.Keyword}",
            [{ Keyword: "ENV" or "LABEL" } pairs, ..] when FaultOf(pairs, escape) is { } fault =>
                $"brings what is wrong: {pairs.Keyword} {fault}",
            _ => null,
        };
    }
}
