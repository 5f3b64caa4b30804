namespace ActionML.Cli;

/// <summary>Shows the stages of a long piece of work. Safe to use from several threads.</summary>
internal interface IProgressBoard
{
    /// <summary>Adds a stage.</summary>
    /// <param name="title">What is being done, in a few words.</param>
    IProgressStage Add(string title);
}
