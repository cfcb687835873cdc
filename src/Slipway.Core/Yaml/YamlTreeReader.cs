using System.Collections.Immutable;
using System.Text;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlScalarEvent = YamlDotNet.Core.Events.Scalar;

namespace Slipway.Core.Yaml;

/// <summary>Builds the values of a YAML file from its events, so that every one knows its place.</summary>
/// <remarks>
/// YamlDotNet's own representation model ends at the first duplicate key, and copies what aliases name; here an alias
/// is the same object, so a file cannot grow when it is read.
/// </remarks>
public sealed class YamlTreeReader
{
    private const int MaximumDepth = 50;

    private readonly string _file;
    private readonly DiagnosticBag _problems;
    private readonly Parser _events;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly YamlMerge _merge;
    private int _depth;

    // Where the last value ended: a mapping without braces ends there, although its event comes later.
    private int _end;

    private YamlTreeReader(string text, string file, DiagnosticBag problems)
    {
        _file = file;
        _problems = problems;
        _events = new Parser(new StringReader(text));
        _merge = new YamlMerge(problems);
    }

    /// <param name="text">The whole file.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <param name="root">The value of the only document; null for an empty file.</param>
    /// <returns>False when the file could not be read to its end.</returns>
    public static bool TryRead(string text, string file, DiagnosticBag problems, out YamlNode? root)
    {
        root = null;
        var reader = new YamlTreeReader(text, file, problems);
        try
        {
            root = reader.ReadDocument();
            return true;
        }
        catch (YamlException e)
            when (e.Message.Contains(" tab ", StringComparison.Ordinal)
                && TabIndentation.FindBehind(text, (int)(reader._events.Current?.End.Line ?? 0)) is { } tab)
        {
            problems.Add(
                new Diagnostic(
                    ConfigurationCodes.Malformed,
                    "The file is not valid YAML: the line is indented with a tab",
                    "Indent with spaces.",
                    new SourceLocation(file, tab.Line, tab.Column)));
            return false;
        }
        catch (YamlException e)
        {
            problems.Add(
                new Diagnostic(
                    ConfigurationCodes.Malformed,
                    $"The file is not valid YAML: {Display.Text(e.Message.TrimEnd('.'))}",
                    "Correct the syntax at this place.",
                    At(file, e.Start)));
            return false;
        }
        catch (Exception e)
            when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // YamlDotNet's scanner gives up with one of these on some texts that are no YAML.
            problems.Add(
                new Diagnostic(
                    ConfigurationCodes.Malformed,
                    "The file is not valid YAML",
                    "Correct the syntax behind this place.",
                    reader._events.Current is { } last ? At(file, last.End) : new SourceLocation(file, 1, 1)));
            return false;
        }
        catch (SlipwayException e)
        {
            problems.AddRange(e.Diagnostics);
            return false;
        }
    }

    private static SourceLocation At(string file, Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    private SourceLocation At(ParsingEvent place) => At(_file, place.Start);

    private YamlNode? ReadDocument()
    {
        _events.Consume<StreamStart>();
        if (_events.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _events.Consume<DocumentStart>();
        var root = ReadNode();
        _events.Consume<DocumentEnd>();
        if (_events.Accept<DocumentStart>(out var second))
        {
            throw Malformed("The file has more than one document", "Remove the '---' and what follows it.", second);
        }

        _events.Consume<StreamEnd>();
        return root is YamlScalar { IsNull: true } ? null : root;
    }

    private YamlNode ReadNode()
    {
        if (_events.TryConsume<AnchorAlias>(out var alias))
        {
            _end = (int)alias.End.Index;
            return _anchors.TryGetValue(alias.Value.Value, out var shared)
                ? shared
                : throw Malformed(
                    $"There is no anchor '{Display.Text(alias.Value.Value)}' before this place",
                    "Define it with '&' before it is used, or write the value out.",
                    alias);
        }

        if (++_depth > MaximumDepth)
        {
            throw new SlipwayException(new Diagnostic(
                ConfigurationCodes.TooLarge,
                $"The values are nested more than {MaximumDepth} deep",
                "Flatten them.",
                At(_events.Current!)));
        }

        var start = _events.Consume<NodeEvent>();
        YamlNode node = start switch
        {
            YamlScalarEvent scalar => ToScalar(scalar),
            SequenceStart list => ReadList(list),
            _ => ReadMap((MappingStart)start),
        };
        _depth--;
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private YamlScalar ToScalar(YamlScalarEvent scalar)
    {
        // An escape such as "\ud800" can stand for half a character, which no file and no digest can hold.
        for (int i = 0; i < scalar.Value.Length;)
        {
            if (Rune.DecodeFromUtf16(scalar.Value.AsSpan(i), out _, out int length)
                != System.Buffers.OperationStatus.Done)
            {
                throw Malformed(
                    "The text has half a character, an unpaired surrogate", "Write the whole character.", scalar);
            }

            i += length;
        }

        var range = (int)scalar.Start.Index..(int)scalar.End.Index;
        _end = (int)scalar.End.Index;
        return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty, range, At(scalar));
    }

    private YamlList ReadList(SequenceStart start)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!_events.Accept<SequenceEnd>(out _))
        {
            items.Add(ReadNode());
        }

        EndAt(_events.Consume<SequenceEnd>(), start.Style == SequenceStyle.Flow);
        return new YamlList(items.DrainToImmutable(), At(start));
    }

    private YamlMap ReadMap(MappingStart start)
    {
        bool isFlow = start.Style == MappingStyle.Flow;
        var entries = new List<YamlEntry>();
        var merged = new List<YamlNode>();
        var seen = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        while (!_events.Accept<MappingEnd>(out _))
        {
            var key = ReadNode();
            var value = ReadNode();
            if (key is not YamlScalar name)
            {
                _problems.Add(new Diagnostic(
                    ConfigurationCodes.WrongType,
                    $"A key is {key.Description}",
                    "Use a single word as the key.",
                    key.Location));
            }
            else if (name is { IsPlain: true, Text: YamlMerge.Key })
            {
                merged.Add(value);
            }
            else if (!seen.TryAdd(name.Text, name.Location))
            {
                _problems.Add(new Diagnostic(
                    ConfigurationCodes.DuplicateKey,
                    $"The key '{Display.Text(name.Text)}' is there twice, first in line {seen[name.Text].Line}",
                    "Keep one of them.",
                    name.Location));
            }
            else
            {
                entries.Add(new YamlEntry(name, value));
            }
        }

        EndAt(_events.Consume<MappingEnd>(), isFlow);
        return new YamlMap(_merge.Apply(entries, merged), isFlow, (int)start.Start.Index.._end, At(start));
    }

    /// <summary>Only a bracket or a brace ends something in the text; YamlDotNet says of it where it starts.</summary>
    private void EndAt(ParsingEvent end, bool isFlow) => _end = isFlow ? (int)end.Start.Index + 1 : _end;

    private SlipwayException Malformed(string message, string remedy, ParsingEvent place) =>
        new(new Diagnostic(ConfigurationCodes.Malformed, message, remedy, At(place)));
}
