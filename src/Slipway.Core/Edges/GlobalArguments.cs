using Slipway.Core.Dockerfiles.Syntax;

namespace Slipway.Core.Edges;

/// <summary>
/// The variables that a <c>FROM</c> sees: those of <c>ARG</c> before the first <c>FROM</c>, and the predefined.
/// </summary>
internal sealed class GlobalArguments
{
    private readonly DockerfileSettings _settings;
    private readonly SourceLocator _finder;
    private readonly char _escape;
    private readonly ExpansionBudget _budget;
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReferenceOrigin> _origins = new(StringComparer.Ordinal);

    public GlobalArguments(DockerfileSettings settings, SourceLocator finder, char escape, ExpansionBudget budget)
    {
        _settings = settings;
        _finder = finder;
        _escape = escape;
        _budget = budget;
    }

    public string? ValueOf(string name) =>
        _values.TryGetValue(name, out string? declared) ? declared : PredefinedOf(name);

    /// <summary>Where the value of a variable is written.</summary>
    public ReferenceOrigin OriginOf(string name) =>
        _origins.TryGetValue(name, out var origin) ? origin
        : name == DockerfileSettings.ParentArgument ? new ReferenceOrigin.InArgument(name)
        : ReferenceOrigin.Composed.Instance;

    /// <summary><c>ARG NAME</c> or <c>ARG NAME=default</c>, one or several; the image's own arguments win.</summary>
    public void Declare(Instruction instruction)
    {
        foreach (var (start, word) in RawWords.Split(instruction.Arguments.ToString()) ?? [])
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? word : word[..equals];
            if (_settings.Args.TryGetValue(name, out string? given))
            {
                _values[name] = given;
                _origins[name] = new ReferenceOrigin.InArgument(name);
            }
            else if (equals >= 0
                && !IsParentGiven(name)
                && VariableExpansion.TryExpand(word[(equals + 1)..], _escape, ValueOf, _budget, out string value))
            {
                _values[name] = value;
                _origins[name] = OriginOf(instruction, start + equals + 1, word[(equals + 1)..], value);
            }
        }
    }

    private ReferenceOrigin OriginOf(Instruction instruction, int start, string written, string value)
    {
        if (VariableExpansion.OnlyVariableOf(written) is { } other)
        {
            return OriginOf(other);
        }

        bool isQuoted = written.Length > 1 && written[0] is '"' or '\'' && written[^1] == written[0];
        int first = instruction.ArgumentsStart + start + (isQuoted ? 1 : 0);
        int length = written.Length - (isQuoted ? 2 : 0);
        return length == 0
            ? ReferenceOrigin.Composed.Instance
            : _finder.Of(instruction.Line.SourceOf(first), instruction.Line.SourceOf(first + length - 1) + 1, value);
    }

    private bool IsParentGiven(string name) =>
        name == DockerfileSettings.ParentArgument && _settings.ParentValue is not null;

    // https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope. The platform that
    // builds is the tree's, because nothing may depend on the host.
    private string? PredefinedOf(string name) => name switch
    {
        DockerfileSettings.ParentArgument => _settings.ParentValue,
        "TARGETPLATFORM" => _settings.Platform,
        "TARGETOS" => PartOf(_settings.Platform, 0),
        "TARGETARCH" => PartOf(_settings.Platform, 1),
        "TARGETVARIANT" => PartOf(_settings.Platform, 2),
        "BUILDPLATFORM" => BuildPlatform,
        "BUILDOS" => PartOf(BuildPlatform, 0),
        "BUILDARCH" => PartOf(BuildPlatform, 1),
        "BUILDVARIANT" => PartOf(BuildPlatform, 2),
        _ => null,
    };

    private string BuildPlatform => _settings.BuildPlatform ?? _settings.Platform;

    private static string? PartOf(string platform, int index) => platform.Split('/', 3).ElementAtOrDefault(index);
}
