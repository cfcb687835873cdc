using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Diagnostics;
using Slipway.Core.Digests;

namespace Slipway.Core.Dockerfiles;

/// <summary>One pass over the instructions of a Dockerfile that finds the images it names.</summary>
internal sealed class ReferenceCollector
{
    private const string Scratch = "scratch";

    private readonly ExpandedText _source;
    private readonly OriginFinder _origins;
    private readonly string _file;
    private readonly DockerfileSettings _settings;
    private readonly DiagnosticBag _problems;
    private readonly List<Instruction> _instructions;
    private readonly char _escape;
    private readonly GlobalArguments _arguments;
    private readonly HashSet<string> _allStages = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _stagesSoFar = new(StringComparer.OrdinalIgnoreCase);
    private readonly ImmutableArray<ImageReferenceUse>.Builder _found = ImmutableArray.CreateBuilder<ImageReferenceUse>();
    private int _countedChars;
    private int _countedBytes;

    private ReferenceCollector(
        ExpandedText source, OriginFinder origins, string file, DockerfileSettings settings, DiagnosticBag problems)
    {
        _source = source;
        _origins = origins;
        _file = file;
        _settings = settings;
        _problems = problems;
        (_instructions, _escape) = InstructionScanner.Scan(source.Text);
        _arguments = new GlobalArguments(settings, origins, _escape);
    }

    public static ImmutableArray<ImageReferenceUse> Collect(
        ExpandedText source, OriginFinder origins, string file, DockerfileSettings settings, DiagnosticBag problems)
    {
        var collector = new ReferenceCollector(source, origins, file, settings, problems);
        collector.Run();
        return collector._found.DrainToImmutable();
    }

    private void Run()
    {
        foreach (var from in _instructions.Where(instruction => instruction.Keyword == "FROM"))
        {
            if (FromLine.Read(from, _escape).Stage is { } stage)
            {
                _allStages.Add(stage);
            }
        }

        bool inStage = false;
        foreach (var instruction in _instructions)
        {
            switch (instruction.Keyword)
            {
                case "FROM":
                    inStage = true;
                    ReadFrom(instruction);
                    break;
                case "ARG" when !inStage:
                    _arguments.Declare(instruction);
                    break;
                case "COPY":
                    ReadCopy(instruction);
                    break;
                case "RUN":
                    ReadMounts(instruction);
                    break;
            }
        }

        if (!inStage)
        {
            Report(
                DockerfileCodes.NoFrom,
                "The Dockerfile has no FROM",
                "Begin it with FROM and the image that it builds on, or 'FROM scratch'.",
                new SourceLocation(_file));
        }
    }

    private void ReadFrom(Instruction instruction)
    {
        var from = FromLine.Read(instruction, _escape);
        if (from.Image.Length == 0)
        {
            Report(
                DockerfileCodes.ReferenceEmpty,
                "FROM names no image",
                "Write the image behind FROM, or 'FROM scratch'.",
                LocationOf(instruction, 0));
        }
        else if (Resolve(instruction, from) is { } resolved && !_stagesSoFar.Contains(resolved))
        {
            int last = from.ImageStart + from.Image.Length - 1;
            Add(ReferenceKind.From, instruction, from.ImageStart, last, from.Image, resolved);
        }

        if (from.Stage is not null)
        {
            _stagesSoFar.Add(from.Stage);
        }
    }

    private string? Resolve(Instruction instruction, FromLine from)
    {
        if (!VariableExpansion.TryExpand(from.Image, _escape, _arguments.ValueOf, out string resolved))
        {
            Report(
                DockerfileCodes.SubstitutionNotUnderstood,
                $"The substitution in '{Display.Text(from.Image)}' is not understood, so the image is not known",
                "Use $NAME, ${NAME}, ${NAME:-default} or ${NAME:+other}.",
                LocationOf(instruction, from.ImageStart));
            return null;
        }

        if (string.IsNullOrWhiteSpace(resolved))
        {
            Report(
                DockerfileCodes.ReferenceEmpty,
                $"'{Display.Text(from.Image)}' comes to nothing, so FROM names no image",
                from.Image.Contains(DockerfileSettings.ParentArgument, StringComparison.Ordinal)
                    ? "Name the parent in slipway.yml with 'parent:', below 'images:' and the image's name."
                    : "Declare it with ARG before the first FROM, with a default or a value in 'args:' of slipway.yml.",
                LocationOf(instruction, from.ImageStart));
            return null;
        }

        return resolved;
    }

    private void ReadCopy(Instruction copy)
    {
        foreach (var flag in BuilderFlag.Read(copy, _escape).Flags)
        {
            if (flag.TryGetValue("from", out int start))
            {
                AddUnlessStage(ReferenceKind.CopyFrom, copy, flag, start, flag.Text.Length);
            }
        }
    }

    private void ReadMounts(Instruction run)
    {
        const string Key = "from=";
        foreach (var flag in BuilderFlag.Read(run, _escape).Flags)
        {
            if (!flag.TryGetValue("mount", out int start))
            {
                continue;
            }

            for (int end; start < flag.Text.Length; start = end + 1)
            {
                end = flag.Text.IndexOf(',', start) is >= 0 and var comma ? comma : flag.Text.Length;
                int fieldStart = flag.Text[start] == '"' ? start + 1 : start;
                int fieldEnd = end > fieldStart && flag.Text[end - 1] == '"' ? end - 1 : end;
                if (flag.Text.AsSpan(fieldStart, fieldEnd - fieldStart).StartsWith(Key, StringComparison.OrdinalIgnoreCase))
                {
                    AddUnlessStage(ReferenceKind.RunMount, run, flag, fieldStart + Key.Length, fieldEnd);
                }
            }
        }
    }

    private void AddUnlessStage(ReferenceKind kind, Instruction instruction, BuilderFlag flag, int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        string written = flag.Text[start..end];
        if (!VariableExpansion.TryExpand(written, _escape, _arguments.ValueOf, out string resolved) || resolved.Length == 0)
        {
            resolved = written;
        }

        if (!_allStages.Contains(resolved) && !resolved.All(char.IsAsciiDigit))
        {
            Add(kind, instruction, flag.Positions[start], flag.Positions[end - 1], written, resolved);
        }
    }

    private void Add(
        ReferenceKind kind, Instruction instruction, int first, int last, string written, string resolved)
    {
        if (resolved == Scratch)
        {
            return;
        }

        int start = instruction.Line.SourceOf(first);
        int end = instruction.Line.SourceOf(last) + 1;
        int offset = ByteOffset(start);
        var origin = VariableExpansion.OnlyVariableOf(written) is { } variable
            ? _arguments.OriginOf(variable)
            : _origins.Of(start, end, resolved);
        _found.Add(new ImageReferenceUse(
            kind,
            _source.Text[start..end],
            resolved,
            offset,
            ByteOffset(end) - offset,
            LocationOf(instruction, first),
            origin));
    }

    /// <summary>Places are asked for in rising order, so only what lies between two of them is counted.</summary>
    private int ByteOffset(int position)
    {
        _countedBytes += Encoding.UTF8.GetByteCount(_source.Text.AsSpan(_countedChars, position - _countedChars));
        _countedChars = position;
        return _countedBytes;
    }

    private SourceLocation LocationOf(Instruction instruction, int position) =>
        new(_file, _source.Source.LineOf(instruction.Line.SourceOf(position)));

    // taskgraph does not look at what a Dockerfile says, and its digests are to be had for whatever it takes.
    private void Report(DiagnosticCode code, string message, string remedy, SourceLocation location) =>
        _problems.Add(new Diagnostic(
            code,
            message,
            remedy,
            location,
            _settings.Scheme == DigestScheme.Taskgraph ? Severity.Warning : Severity.Error));
}
