using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Core.Edges;

/// <summary>
/// One pass over the instructions of a Dockerfile that finds everything that a builder resolves or fetches for them.
/// </summary>
internal sealed class ReferenceCollector
{
    private const string Scratch = "scratch";

    // Of a file that is no Dockerfile, every line would be told.
    private const int MostFaults = 20;

    private readonly ExpandedText _source;
    private readonly SourceLocator _origins;
    private readonly string _file;
    private readonly DockerfileSettings _settings;
    private readonly DiagnosticBag _problems;
    private readonly List<Instruction> _instructions;
    private readonly char _escape;
    private readonly ExpansionBudget _budget = new();
    private readonly GlobalArguments _arguments;
    private readonly FrontendDirective? _frontend;
    private readonly StageNames _stages;
    private readonly List<ImageReferenceUse> _found = [];
    private readonly List<StageUse> _stageUses = [];
    private readonly List<Download> _downloads = [];
    private readonly List<CopiedPath> _copied = [];
    private readonly StageTriggers _triggers = new();
    private readonly Utf8Offsets _offsets;
    private readonly DiagnosticBag _doubts = new();
    private SourceLocation? _heredoc;
    private SourceLocation? _mountVariable;
    private int _judged;

    private ReferenceCollector(
        ExpandedText source, SourceLocator origins, string file, DockerfileSettings settings, DiagnosticBag problems)
    {
        _source = source;
        _offsets = new Utf8Offsets(source.Text);
        _origins = origins;
        _file = file;
        _settings = settings;
        _problems = problems;
        (_instructions, _escape, _frontend) = InstructionScanner.Scan(source.Text);
        _stages = new StageNames(
            _instructions
                .Where(instruction => instruction.Keyword == "FROM")
                .Select(from => FromLine.Read(from, _escape)));
        _arguments = new GlobalArguments(settings, origins, _escape, _budget);
    }

    public static DockerfileNames Collect(
        ExpandedText source, SourceLocator origins, string file, DockerfileSettings settings, DiagnosticBag problems)
    {
        var collector = new ReferenceCollector(source, origins, file, settings, problems);
        collector.Run();
        return collector.Result();
    }

    private DockerfileNames Result() => new([.. _found])
    {
        Stages = [.. _stageUses],
        Triggers = _triggers.Of(_stages.Count - 1),
        Downloads = [.. _downloads],
        Copied = [.. _copied],
        Doubts = _doubts.ToSorted(),
        Heredoc = _heredoc,
        MountVariable = _mountVariable,
    };

    private void Run()
    {
        if (_frontend is { } frontend)
        {
            AddFrontend(frontend);
        }

        foreach (var instruction in _instructions)
        {
            Read(instruction);
            if (_budget.IsExceeded)
            {
                // What comes after it would be read with variables that have no value.
                Report(
                    DockerfileCodes.TooLarge,
                    $"The variables of the Dockerfile come to more than {ExpansionBudget.Maximum / 1024 / 1024} MiB",
                    "Shorten the defaults of its ARG instructions: they are put into each other, or into many places.",
                    LocationOf(instruction, 0));
                return;
            }
        }

        _triggers.DoubtOwn(_doubts);
        if (_stages.Count == 0)
        {
            Report(
                DockerfileCodes.NoFrom,
                "The Dockerfile has no FROM",
                "Begin it with FROM and the image that it builds on, or 'FROM scratch'.",
                new SourceLocation(_file));
        }
    }

    private void Read(Instruction instruction)
    {
        if (_frontend is null or { HasUsualInstructions: true } && _judged < MostFaults && Judge(instruction))
        {
            _judged++;
        }

        if (ReadingDoubts.Find(instruction, _escape) is { } doubt)
        {
            Doubt(doubt.Message, doubt.Remedy, LocationOf(instruction, 0));
        }

        if (instruction.Keyword is "COPY" or "ADD")
        {
            _copied.AddRange(AddSources.PathsOf(instruction, _escape, LocationOf(instruction, 0)));
        }

        _heredoc ??= instruction.HasHeredoc ? LocationOf(instruction, 0) : null;
        switch (instruction.Keyword)
        {
            case "FROM":
                ReadFrom(instruction);
                break;
            case "ARG" when _stages.Count == 0:
                _arguments.Declare(instruction);
                break;
            case "COPY":
                ReadCopy(instruction);
                break;
            case "ADD":
                _downloads.AddRange(AddSources.Find(instruction, _escape, LocationOf(instruction, 0)));
                break;
            case "RUN":
                ReadMounts(instruction);
                break;
            case "ONBUILD":
                _triggers.Read(instruction, _stages.Count - 1, LocationOf(instruction, 0), _doubts);
                break;
        }
    }

    /// <summary>Reports what no builder takes, which it would tell late and with the line of another file.</summary>
    /// <returns>Whether there was something to report.</returns>
    private bool Judge(Instruction instruction)
    {
        // Where there is no FROM at all, that is told.
        bool isBeforeFrom = _stages.Count == 0 && _instructions.Exists(other => other.Keyword == "FROM");
        if (InstructionRules.Find(instruction, _escape, isBeforeFrom) is not var (code, message, remedy))
        {
            return false;
        }

        Report(code, message, remedy, LocationOf(instruction, 0));
        return true;
    }

    private void AddFrontend(FrontendDirective frontend)
    {
        int end = frontend.Start + frontend.Image.Length;
        var (offset, length) = BytesOf(frontend.Start, end);
        _found.Add(new ImageReferenceUse(
            ReferenceKind.Frontend,
            frontend.Image,
            frontend.Image,
            offset,
            length,
            new SourceLocation(_file, _source.Source.LineOf(frontend.Start)),
            _origins.Of(frontend.Start, end, frontend.Image)));
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
        else if (Resolve(instruction, from) is { } resolved)
        {
            int last = from.ImageStart + from.Image.Length - 1;
            string? stage = resolved == Scratch ? Scratch : _stages.Find(resolved);
            if (stage is null)
            {
                Add(
                    ReferenceKind.From,
                    instruction,
                    from.ImageStart,
                    last,
                    from.Image,
                    resolved,
                    PlatformOf(instruction));
            }
            else
            {
                _triggers.AddBase(_stages.IndexOf(stage));
                AddStage(instruction, from.ImageStart, last, stage);
            }
        }
        else
        {
            Doubt(
                "What a FROM names is not known",
                "Use $NAME, ${NAME}, ${NAME:-default} or ${NAME:+other}.",
                LocationOf(instruction, 0));
        }

        if (from.Stage is { } name)
        {
            if (!StageNames.IsValid(name))
            {
                Doubt(
                    $"'{Display.Text(name)}' is no name for a stage to every builder",
                    "Use letters, digits, '.', '_' and '-', beginning with a letter, "
                    + "and neither 'scratch' nor 'context'.",
                    LocationOf(instruction, 0));
            }

            // In small letters: BuildKit takes a name with others behind FROM for an image's, and Buildah tells them
            // apart.
            int end = instruction.Text.AsSpan().TrimEnd().Length;
            AddStage(instruction, end - name.Length, end - 1, name);
        }

        _stages.Begin(from.Stage);
    }

    private string? PlatformOf(Instruction from)
    {
        foreach (var flag in BuilderFlag.Read(from, _escape).Flags)
        {
            if (flag.TryGetValue("platform", out int start)
                && VariableExpansion.TryExpand(
                    flag.Text[start..], _escape, _arguments.ValueOf, _budget, out string platform)
                && platform.Length > 0)
            {
                return platform;
            }
        }

        return null;
    }

    private string? Resolve(Instruction instruction, FromLine from)
    {
        if (!VariableExpansion.TryExpand(from.Image, _escape, _arguments.ValueOf, _budget, out string resolved))
        {
            if (_budget.IsExceeded)
            {
                return null;
            }

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
                    ? $"Name the parent in {_settings.Rules.ImagesFile} with 'parent:', "
                        + $"below '{_settings.Rules.ImagesKey}:' and the image's name."
                    : "Declare it with ARG before the first FROM, with a default or a value in 'args:' of "
                        + $"{_settings.Rules.ImagesFile}.",
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
        foreach (var flag in BuilderFlag.Read(run, _escape).Flags)
        {
            _mountVariable ??= MountSources.HasOtherVariable(flag) ? LocationOf(run, 0) : null;
            foreach (var (start, end) in MountSources.Of(flag))
            {
                AddUnlessStage(ReferenceKind.RunMount, run, flag, start, end);
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
        if (!VariableExpansion.TryExpand(written, _escape, _arguments.ValueOf, _budget, out string resolved)
            || resolved.Length == 0)
        {
            resolved = written;
        }

        int first = flag.Positions[start];
        int last = flag.Positions[end - 1];
        if (resolved.All(char.IsAsciiDigit))
        {
            if (!int.TryParse(resolved, out int number) || number >= _stages.Count - 1)
            {
                Doubt(
                    $"There is no stage {Display.Text(resolved)} before this one, "
                    + "so some builders look for an image of that name",
                    "Name a stage that comes before.",
                    LocationOf(instruction, first));
            }

            AddStage(instruction, first, last, resolved);
        }
        else if (_stages.Find(resolved) is { } stage && _stages.IndexOf(stage) < _stages.Count - 1)
        {
            AddStage(instruction, first, last, stage);
        }
        else if (_stages.IsAnywhere(resolved) || resolved == Scratch)
        {
            Doubt(
                $"'{Display.Text(resolved)}' is no stage before this one, "
                + "so some builders look for an image of that name",
                "Name a stage that comes before, or an image that no stage of the file is called after.",
                LocationOf(instruction, first));
        }
        else
        {
            Add(kind, instruction, first, last, written, resolved);
        }
    }

    private void AddStage(Instruction instruction, int first, int last, string name)
    {
        var (start, end) = PlaceOf(instruction, first, last);
        var (offset, length) = BytesOf(start, end);
        _stageUses.Add(new StageUse(offset, length, name.ToLowerInvariant()));
    }

    private void Add(
        ReferenceKind kind,
        Instruction instruction,
        int first,
        int last,
        string written,
        string resolved,
        string? platform = null)
    {
        var (start, end) = PlaceOf(instruction, first, last);
        var (offset, length) = BytesOf(start, end);
        var origin = VariableExpansion.OnlyVariableOf(written) is { } variable
            ? _arguments.OriginOf(variable)
            : _origins.Of(start, end, resolved);
        _found.Add(new ImageReferenceUse(
            kind,
            _source.Text[start..end],
            resolved,
            offset,
            length,
            LocationOf(instruction, first),
            origin) { Platform = platform });
    }

    /// <summary>Where the text stands that an instruction's characters from the first to the last are from.</summary>
    private static (int Start, int End) PlaceOf(Instruction instruction, int first, int last) =>
        (instruction.Line.SourceOf(first), instruction.Line.SourceOf(last) + 1);

    private (int Offset, int Length) BytesOf(int start, int end)
    {
        int offset = _offsets.Of(start);
        return (offset, _offsets.Of(end) - offset);
    }

    private SourceLocation LocationOf(Instruction instruction, int position) =>
        new(_file, _source.Source.LineOf(instruction.Line.SourceOf(position)));

    private void Doubt(string message, string remedy, SourceLocation location) =>
        _doubts.Add(new Diagnostic(DockerfileCodes.Doubtful, message, remedy, location));

    // taskgraph does not look at what a Dockerfile says, and its digests are to be had for whatever it takes.
    private void Report(DiagnosticCode code, string message, string remedy, SourceLocation location) =>
        _problems.Add(new Diagnostic(
            code,
            message,
            remedy,
            location,
            _settings.Rules.ReferenceSeverity));
}
