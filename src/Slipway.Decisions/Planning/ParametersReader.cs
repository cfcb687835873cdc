using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Reads taskgraph's parameters, YAML or JSON. Keys that a decision does not need may be anything.</summary>
/// <remarks>https://taskcluster-taskgraph.readthedocs.io/en/latest/reference/parameters.html</remarks>
public sealed class ParametersReader
{
    // The list of changed files is among the parameters.
    private const int MaximumSize = 16 * 1024 * 1024;

    // The date becomes a rank, for which the index has 32 bits.
    private const long LastSecond = int.MaxValue;

    private readonly YamlMap _map;
    private readonly DiagnosticBag _problems;

    private ParametersReader(YamlMap map, DiagnosticBag problems)
    {
        _map = map;
        _problems = problems;
    }

    /// <param name="content">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="SlipwayException">Everything that is wrong with it.</exception>
    public static ParametersFile Read(ReadOnlyMemory<byte> content, string file)
    {
        var problems = new DiagnosticBag();
        if (YamlText.Decode(content.Span, file, MaximumSize, problems) is not { } text
            || !YamlTreeReader.TryRead(text, file, problems, out var root))
        {
            problems.ThrowIfErrors();
            throw new InvalidOperationException("A file that cannot be read has a problem.");
        }

        if (root is not YamlMap map)
        {
            throw new SlipwayException(new Diagnostic(
                TaskCodes.ParametersUnreadable,
                $"{file} holds {root?.Description ?? "nothing"} instead of parameters",
                "Give taskgraph's parameters.yml: a mapping from names to values.",
                new SourceLocation(file, 1, 1)));
        }

        var parameters = new ParametersReader(map, problems).Read(file);
        problems.ThrowIfErrors();
        return parameters;
    }

    private ParametersFile Read(string file) => new()
    {
        Name = file,
        Level = ReadLevel(),
        Project = Text("project"),
        PushDate = ReadDate("build_date") ?? ReadDate("pushdate"),
        Owner = Text("owner"),
        TasksFor = Text("tasks_for"),
        HeadRepository = Text("head_repository"),
        HeadRevision = Text("head_rev"),
        HeadRef = Text("head_ref"),
        BaseRepository = Text("base_repository"),
        RepositoryType = Text("repository_type"),
        PushlogId = Text("pushlog_id"),
        Values = _map.Entries
            .Where(entry => entry.Value is YamlScalar { IsNull: false })
            .ToImmutableSortedDictionary(
                entry => entry.Key.Text, entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal),
    };

    private Level? ReadLevel()
    {
        if (Scalar("level", "1, 2 or 3") is not { } scalar)
        {
            return null;
        }

        if (Level.TryParse(scalar.Text, out var level))
        {
            return level;
        }

        Refuse("level", scalar, "1, 2 or 3");
        return null;
    }

    private DateTimeOffset? ReadDate(string key)
    {
        const string Kind = "a whole number of seconds since 1970, up to 2147483647";
        if (Scalar(key, Kind) is not { } scalar)
        {
            return null;
        }

        if (long.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= LastSecond)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        Refuse(key, scalar, Kind);
        return null;
    }

    private string? Text(string key) => Scalar(key, "a text") is { Text.Length: > 0 } scalar ? scalar.Text : null;

    private YamlScalar? Scalar(string key, string kind)
    {
        switch (_map.Find(key))
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlScalar scalar:
                return scalar;
            case var other:
                Refuse(key, other, kind);
                return null;
        }
    }

    private void Refuse(string key, YamlNode value, string kind) => _problems.Add(new Diagnostic(
        TaskCodes.ParameterInvalid,
        $"The parameter '{key}' is {value.Description}",
        $"Write {kind}, as taskgraph does.",
        value.Location));
}
