using System.Text;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Core.Includes;

/// <summary>One pass over the lines of a Dockerfile that carries out its directives.</summary>
internal sealed class DirectiveExpander
{
    /// <summary>The most <c># %ARG</c> lines: each of them is looked for in every line that follows.</summary>
    public const int MaximumArguments = 256;

    /// <summary>The most <c># %include</c> lines: each of them is put among the files of all others.</summary>
    public const int MaximumIncludes = 1000;

    private const string ArgDirective = "# %ARG";
    private const string IncludeDirectiveStart = "# %include";
    private const string RunTaskDirective = "# %include-run-task";

    private readonly string _file;
    private readonly DockerfileSettings _settings;
    private readonly DiagnosticBag _problems;
    private readonly List<ArgumentSubstitution> _substitutions = [];
    private readonly List<IncludeDirective> _includes = [];
    private readonly StringBuilder _expanded = new();
    private readonly SourceMap _source = new();
    private int _line;
    private bool _failed;
    private bool _isOver;

    private DirectiveExpander(string file, DockerfileSettings settings, DiagnosticBag problems)
    {
        _file = file;
        _settings = settings;
        _problems = problems;
    }

    private SourceLocation Here => new(_file, _line);

    private DockerfileRules Rules => _settings.Rules;

    /// <returns>Null when there was an error; all of them are in <paramref name="problems"/>.</returns>
    public static ExpandedText? Expand(
        string text, string file, DockerfileSettings settings, DiagnosticBag problems)
    {
        var expander = new DirectiveExpander(file, settings, problems);
        expander.Run(settings.Rules.HasUniversalNewlines ? PythonText.WithUniversalNewlines(text) : text);
        return expander._failed
            ? null
            : new ExpandedText(expander._expanded.ToString(), [.. expander._includes], expander._source);
    }

    private void Run(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int newline = text.IndexOf('\n', start);
            int end = newline < 0 ? text.Length : newline + 1;
            _line++;
            ExpandLine(text[start..end]);
            start = end;
            if (_expanded.Length > ExpansionBudget.Maximum)
            {
                FailTooLarge();
            }

            if (_isOver)
            {
                return;
            }
        }
    }

    private void ExpandLine(string line)
    {
        if (line.StartsWith(ArgDirective, StringComparison.Ordinal))
        {
            DeclareArgument(line);
            return;
        }

        if (Substitute(line) is not { } substituted)
        {
            return;
        }

        _source.Add(_expanded.Length, _line, substituted);
        _expanded.Append(substituted.Text);
        if (substituted.Text.StartsWith(IncludeDirectiveStart, StringComparison.Ordinal))
        {
            Include(substituted.Text);
        }
    }

    private void DeclareArgument(string line)
    {
        var name = PythonText.Strip(line.AsSpan(Math.Min(ArgDirective.Length + 1, line.Length))).ToString();
        if (!ArgumentName.IsValid(name))
        {
            Fail(
                DockerfileCodes.ArgumentNameInvalid,
                name.Length == 0
                    ? "# %ARG names no argument"
                    : $"'{Display.Text(name)}' cannot be the name of an argument",
                $"Write '# %ARG NAME', the name made of {ArgumentName.Grammar}.");
            return;
        }

        string? value = _settings.Args.GetValueOrDefault(name);
        bool isParent = !Rules.HasPlainParentArgument && name == DockerfileSettings.ParentArgument;
        if (isParent)
        {
            value = _settings.ParentValue;
        }

        if (value is null)
        {
            Fail(
                DockerfileCodes.ArgumentMissing,
                $"The argument {Display.Text(name)} has no value",
                isParent
                    ? $"Name the parent in {Rules.ImagesFile} with 'parent:', "
                        + $"below '{Rules.ImagesKey}:' and the image's name."
                    : $"Give it in {Rules.ImagesFile} below '{Rules.ImagesKey}:', the image's name and 'args:', "
                        + "or remove the line.");
            return;
        }

        if (_substitutions.Count == MaximumArguments)
        {
            FailTooMany(ArgDirective, MaximumArguments);
            return;
        }

        _substitutions.Add(new ArgumentSubstitution(name, value));
    }

    private SubstitutedLine? Substitute(string line)
    {
        var substituted = new SubstitutedLine(line);
        if (!line.Contains('$', StringComparison.Ordinal))
        {
            return substituted;
        }

        foreach (var substitution in _substitutions)
        {
            if (!substitution.IsIn(substituted.Text))
            {
                continue;
            }

            // Python's re.sub gives backslashes in a replacement a meaning of their own, and which one depends on its
            // version: no value would be the right one.
            if (Rules.RefusesBackslashes && substitution.Value.Contains('\\', StringComparison.Ordinal))
            {
                Fail(
                    DockerfileCodes.BackslashInArgument,
                    $"The value of {substitution.Name} has a backslash, which taskgraph cannot put in",
                    "Write the value without a backslash, or use 'scheme: slipway'.");
                return null;
            }

            if (substitution.LengthAfter(substituted.Text) > ExpansionBudget.Maximum)
            {
                FailTooLarge();
                return null;
            }

            substituted.Apply(substitution);
        }

        return substituted;
    }

    private void Include(string line)
    {
        if (_includes.Count == MaximumIncludes)
        {
            FailTooMany(IncludeDirectiveStart, MaximumIncludes);
            return;
        }

        if (PythonText.Strip(line) is RunTaskDirective)
        {
            _includes.Add(new IncludeDirective(string.Empty, IsRunTask: true, Here));
            AppendRunTask(line);
            return;
        }

        string path = PythonText.Strip(line.AsSpan(Math.Min(IncludeDirectiveStart.Length + 1, line.Length))).ToString();
        if (path.Length == 0 && !Rules.TakesEmptyIncludes)
        {
            Fail(
                DockerfileCodes.IncludeWithoutPath,
                "# %include names no path",
                "Write '# %include PATH', the path relative to the root; '# %include .' is the whole tree.");
            return;
        }

        _includes.Add(new IncludeDirective(path, IsRunTask: false, Here));
    }

    private void AppendRunTask(string line)
    {
        string lineEnd = line.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

        // taskgraph adds its first line to an unfinished last line, which makes a comment of it; the digest has it so.
        if (!Rules.ContinuesUnfinishedLine && !line.EndsWith('\n'))
        {
            _expanded.Append('\n');
        }

        _source.AddOther(_expanded.Length, _line);
        RunTaskSnippet.AppendTo(_expanded, Rules.RunTask, lineEnd);
    }

    // Each line could cost as much as this one, so the others are not looked at.
    private void FailTooLarge()
    {
        _isOver = true;
        Fail(
            DockerfileCodes.TooLarge,
            $"The Dockerfile is longer than {ExpansionBudget.Maximum / 1024 / 1024} MiB when expanded",
            "Move content out of the Dockerfile, or shorten the values of its arguments.");
    }

    private void FailTooMany(string directive, int limit)
    {
        _isOver = true;
        Fail(
            DockerfileCodes.TooManyDirectives,
            $"The Dockerfile has more than {limit} lines '{directive}'",
            "Include folders instead of single files, and give each argument one line.");
    }

    private void Fail(DiagnosticCode code, string message, string remedy)
    {
        _failed = true;
        _problems.Add(new Diagnostic(code, message, remedy, Here));
    }
}
