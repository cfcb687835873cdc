using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway completion</c></summary>
internal sealed class CompletionCommand : SlipwayCommand
{
    // Each script hands the whole line and the cursor to System.CommandLine's [suggest] directive, so that what is
    // completed is always what the parser understands.
    private const string Bash =
        """
        _slipway() {
            local IFS=$'\n'
            COMPREPLY=($(slipway "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
            local current="${COMP_WORDS[COMP_CWORD]}"
            # What a pattern means does not begin like it.
            [[ "${current}" == *[*?[]* ]] || COMPREPLY=($(compgen -W "${COMPREPLY[*]}" -- "${current}"))
        }
        complete -o default -F _slipway slipway
        """;

    private const string Zsh =
        """
        #compdef slipway
        _slipway() {
            local -a completions
            completions=("${(@f)$(slipway "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            # What a pattern means does not begin like it.
            [[ "${PREFIX}" == *[*?[]* ]] && compadd -U -- "${completions[@]}" || compadd -- "${completions[@]}"
        }
        compdef _slipway slipway
        """;

    private const string Fish =
        """
        complete -c slipway -f -a '(slipway "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish" };

    public CompletionCommand()
        : base("completion", "Print the completion script of a shell")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Arguments.Add(_shell);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("source <(slipway completion bash)", "in ~/.bashrc"),
        new("slipway completion zsh > ~/.zfunc/_slipway", "for zsh"),
        new("slipway completion fish > ~/.config/fish/completions/slipway.fish", "for fish"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await invocation.Terminal.Output.WriteLineAsync(invocation.Arguments.GetRequiredValue(_shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        });
        return ExitCode.Done;
    }
}
